/** Whole messages on both engines. */
import { type Findings, median, type Row, type Settings } from '../../scenario.ts'
import { ratioOf, takeTurns } from '../turns.ts'
import { engines, startTwoEngines } from './two-engines.ts'

const pairs = 50
const pace = 500

export async function wholeBeside(settings: Settings): Promise<Findings> {
  const { seed, nodeOptions } = settings
  await using two = await startTwoEngines({ people: pairs * 2, seed, nodeOptions })
  const measure = (name: string, perSecond: number | null) =>
    takeTurns(
      two.generator,
      settings,
      name,
      engines.map((engine) => ({
        name: `${name}, ${engine}`,
        aim: engine,
        server: two.instances[engine].server,
        plan: { kind: 'whole', pairs, perSecond },
      })),
    )
  const closed = await measure('whole messages, closed loop', null)
  const paced = await measure(`whole messages, ${pace} a second`, pace)
  return { rows: [...closed, ...paced], figures: compare(closed, paced) }
}

function compare([file, server]: Row[], [, paced]: Row[]): Findings['figures'] {
  const of = (value: 'p50' | 'p99') => median(paced!.windows.map((window) => window[value]))
  const name = `whole messages on MariaDB and Redis, ${pace} a second`
  return [
    {
      name: "whole messages on MariaDB and Redis, of SQLite's",
      value: ratioOf(server!, file!),
      unit: 'times',
    },
    { name: `${name}, p50`, value: of('p50'), unit: 'ms', target: { most: 2 } },
    { name: `${name}, p99`, value: of('p99'), unit: 'ms', target: { most: 10 } },
  ]
}
