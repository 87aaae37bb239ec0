/** The bare server, alone: what this machine and its disk can do at most. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LoadGenerator } from '../load/load-generator.ts'
import type { BenchPerson } from '../load/people.ts'
import { type Row, type Scenario, timingOf } from '../scenario.ts'
import type { BareOptions } from '../servers/bare-insert.ts'
import { makeDataDir } from '../servers/instance.ts'
import { type MeasuredServer, startServer } from '../servers/measured-server.ts'

const file = fileURLToPath(new URL('../servers/bare-insert.ts', import.meta.url))

export interface Ceiling extends AsyncDisposable {
  server: MeasuredServer
}

export async function startCeiling(rows: BareOptions['rows']): Promise<Ceiling> {
  const dataDir = makeDataDir()
  const server = await startServer({ file, args: [join(dataDir, 'ceiling.db'), rows] })
  return {
    server,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** It does not care who sends, but gets requests of the same size. */
const nobodies: BenchPerson[] = Array.from({ length: 100 }, (_, i) => ({
  username: `nobody_${String(i).padStart(2, '0')}`,
  cookie: `chatapp=${'x'.repeat(80)}`,
}))

export const ceiling: Scenario = {
  title: 'The ceiling',
  about:
    'A bare node:http server whose worker thread inserts rows in groups, fsynced: no session, no schema, nobody told. Appended: three columns at the end of a table. Clustered: the whole row of a message, next to those of its conversation.',
  async run(settings) {
    await using generator = new LoadGenerator()
    const measured: Row[] = []
    for (const rows of ['appended', 'clustered'] as const) {
      await using bare = await startCeiling(rows)
      await generator.aim(rows, { port: bare.server.port, people: nobodies })
      for (const connections of [50, 100]) {
        settings.say(`${rows}, ${connections} connections`)
        const plan = { kind: 'pairs', connections, pairs: 50, withSockets: false } as const
        const window = await generator.measure(rows, plan, bare.server, timingOf(settings))
        measured.push({ name: `bare insert, ${rows}, ${connections} connections`, windows: [window] })
      }
    }
    return { rows: measured, figures: [] }
  },
}
