/** Sends that are committed in company, beside the same statements for each message alone. */
import { fileURLToPath } from 'node:url'
import { LoadGenerator } from '../../load/load-generator.ts'
import type { Findings, Settings } from '../../scenario.ts'
import { startInstance } from '../../servers/instance.ts'
import { startServer } from '../../servers/measured-server.ts'
import { makeOwnDatabase } from '../../servers/own-database.ts'
import { ratioOf, takeTurns } from '../turns.ts'

const pairs = 50
const bareFile = fileURLToPath(new URL('../../servers/bare-writes.ts', import.meta.url))

export async function groupedSends(settings: Settings): Promise<Findings> {
  const { seed, nodeOptions } = settings
  const options = { people: pairs * 2, seed, nodeOptions }
  await using database = await makeOwnDatabase()
  await using grouped = await startInstance({ ...options, databaseUrl: database.url })
  await using bareGroups = await startServer({ file: bareFile, args: [database.url, 'grouped'] })
  await using alone = await startServer({ file: bareFile, args: [database.url, 'alone'] })
  await using sqlite = await startInstance(options)
  await using generator = new LoadGenerator()
  await generator.aim('grouped', { port: grouped.server.port, people: grouped.people })
  await generator.aim('bare groups', { port: bareGroups.port, people: grouped.people })
  await generator.aim('alone', { port: alone.port, people: grouped.people })
  await generator.aim('sqlite', { port: sqlite.server.port, people: sqlite.people })

  const findings: Findings = { rows: [], figures: [] }
  for (const connections of [50, 100]) {
    const of = `${connections} connections`
    const loud = { kind: 'pairs', connections, pairs, withSockets: true } as const
    const silent = { ...loud, withSockets: false }
    const rows = await takeTurns(generator, settings, `sends, ${of}`, [
      { name: `sends on MariaDB, ${of}`, aim: 'grouped', server: grouped.server, plan: loud },
      { name: `the same, nobody listening, ${of}`, aim: 'grouped', server: grouped.server, plan: silent },
      { name: `bare, in groups, ${of}`, aim: 'bare groups', server: bareGroups, plan: silent },
      { name: `bare, a transaction each, ${of}`, aim: 'alone', server: alone, plan: silent },
      { name: `sends on SQLite, ${of}`, aim: 'sqlite', server: sqlite.server, plan: loud },
    ] as const)
    const [real, unheard, groups, each, file] = rows
    const unit = 'times'
    findings.rows.push(...rows)
    findings.figures.push(
      {
        name: `bare sends in groups, of a transaction each, ${of}`,
        value: ratioOf(groups, each),
        unit,
        target: { least: 4 },
      },
      {
        name: `the whole server, of bare sends with a transaction each, ${of}`,
        value: ratioOf(real, each),
        unit,
      },
      { name: `the same, nobody listening, ${of}`, value: ratioOf(unheard, each), unit },
      { name: `sends on MariaDB, of SQLite's, ${of}`, value: ratioOf(real, file), unit },
    )
  }
  return findings
}
