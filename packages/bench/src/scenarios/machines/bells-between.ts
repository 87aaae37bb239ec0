/** From a POST at one process until the bell is heard at a socket of another. */
import { testRedisUrl } from '@chatapp/server/testing'
import { LoadGenerator } from '../../load/load-generator.ts'
import { type Findings, median, type Settings } from '../../scenario.ts'
import { startInstance } from '../../servers/instance.ts'
import { makeOwnDatabase } from '../../servers/own-database.ts'
import { takeTurns } from '../turns.ts'

const pairs = 50
const perSecond = 500

export async function bellsBetween(settings: Settings): Promise<Findings> {
  await using database = await makeOwnDatabase()
  await using chatapp = await startInstance({
    people: pairs * 2,
    seed: settings.seed,
    nodeOptions: settings.nodeOptions,
    databaseUrl: database.url,
    redisUrl: testRedisUrl,
    nodes: 2,
  })
  await using generator = new LoadGenerator()
  const { people, servers } = chatapp
  const [here, there] = servers as [(typeof servers)[0], (typeof servers)[0]]
  await generator.aim('one', { port: here.port, people })
  await generator.aim('two', { port: here.port, socketPort: there.port, people })

  const plan = { kind: 'bells', pairs, perSecond } as const
  const rows = await takeTurns(generator, settings, `bells, ${perSecond} a second`, [
    { name: 'bells across two processes', aim: 'two', server: here, plan },
    { name: 'bells within one of them', aim: 'one', server: here, plan },
  ] as const)
  const [across] = rows
  return {
    rows: [...rows],
    figures: [
      {
        name: `bells across two processes at ${perSecond} a second, p50`,
        value: median(across.windows.map(({ p50 }) => p50)),
        unit: 'ms',
      },
      {
        name: `bells across two processes at ${perSecond} a second, p99`,
        value: median(across.windows.map(({ p99 }) => p99)),
        unit: 'ms',
        target: { most: 25 },
      },
    ],
  }
}
