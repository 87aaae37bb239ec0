/** The same reads of the same people and messages on both engines. */
import { type Findings, median, type Row, type Settings } from '../../scenario.ts'
import { fillToRead, pathsToRead, peopleToRead, readingPlan } from '../reading.ts'
import { ratioOf, takeTurns } from '../turns.ts'
import { engines, startTwoEngines } from './two-engines.ts'

const many = 20

export async function readsBeside(settings: Settings): Promise<Findings> {
  const { seed, nodeOptions, say } = settings
  say(`adding ${peopleToRead.people} people to both`)
  await using two = await startTwoEngines({ ...peopleToRead, seed, nodeOptions })
  for (const engine of engines) await fillToRead(two.generator, engine, settings)

  const findings: Findings = { rows: [], figures: [] }
  for (const [name, paths] of Object.entries(pathsToRead(two.instances.SQLite.people))) {
    const turns = [1, many].flatMap((connections) =>
      engines.map((engine) => ({
        name: `${name}, ${engine}, ${connections === 1 ? 'alone' : `${connections} connections`}`,
        aim: engine,
        server: two.instances[engine].server,
        plan: readingPlan(paths, connections),
      })),
    )
    const rows = await takeTurns(two.generator, settings, name, turns)
    findings.rows.push(...rows)
    findings.figures.push(...compare(name, rows))
  }
  return findings
}

function compare(name: string, [fileAlone, serverAlone, file, server]: Row[]): Findings['figures'] {
  const slower = serverAlone!.windows.map(({ p50 }, i) => p50 - fileAlone!.windows[i]!.p50)
  const share = 100 * ratioOf(server!, file!)
  return [
    { name: `${name}: p50 above SQLite's, alone`, value: median(slower), unit: 'ms', target: { most: 1 } },
    { name: `${name}: reads a second, of SQLite's`, value: share, unit: '%', target: { least: 33 } },
  ]
}
