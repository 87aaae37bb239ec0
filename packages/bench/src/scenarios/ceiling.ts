/** The bare server, alone: what this machine and its disk can do at most. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LoadGenerator } from '../load/load-generator.ts'
import type { BenchPerson } from '../load/people.ts'
import { type Scenario, timingOf } from '../scenario.ts'
import { makeDataDir } from '../servers/instance.ts'
import { type MeasuredServer, startServer } from '../servers/measured-server.ts'

const file = fileURLToPath(new URL('../servers/bare-insert.ts', import.meta.url))

export interface Ceiling extends AsyncDisposable {
  server: MeasuredServer
}

export async function startCeiling(): Promise<Ceiling> {
  const dataDir = makeDataDir()
  const server = await startServer({ file, args: [join(dataDir, 'ceiling.db')] })
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
    'A bare node:http server whose worker thread inserts rows in groups, fsynced: no session, no schema, nobody told.',
  async run(settings) {
    await using bare = await startCeiling()
    await using generator = new LoadGenerator()
    await generator.aim('ceiling', { port: bare.server.port, people: nobodies })
    const rows = []
    for (const connections of [50, 100]) {
      settings.say(`${connections} connections`)
      const plan = { kind: 'pairs', connections, pairs: 50, withSockets: false } as const
      const window = await generator.measure('ceiling', plan, bare.server, timingOf(settings))
      rows.push({ name: `bare insert, ${connections} connections`, windows: [window] })
    }
    return { rows, figures: [] }
  },
}
