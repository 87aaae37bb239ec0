/** Two hundred people sign in at once, while others write. */
import { LoadGenerator } from '../load/load-generator.ts'
import { median, type Scenario } from '../scenario.ts'
import { startInstance } from '../servers/instance.ts'

const pairs = 50
const pace = 200
const atOnce = 200
const password = 'a password of the benchmark'

export const signIns: Scenario = {
  title: 'Sign-ins at once',
  about: `${atOnce} people sign in at the same moment while ${pairs} pairs write ${pace} messages a second. A password is hashed slowly on purpose; others must not wait for it. Messages are measured until the last sign-in is answered.`,
  async run({ seed, rounds, nodeOptions, say }) {
    const people = pairs * 2
    await using chatapp = await startInstance({ people, seed, nodeOptions, password })
    await using generator = new LoadGenerator()
    await generator.aim('chatapp', { port: chatapp.server.port, people: chatapp.people })
    const plan = { kind: 'whole', pairs, perSecond: pace } as const
    const { port } = chatapp.server
    const signInAll = async () => {
      const startedAt = performance.now()
      const statuses = await Promise.all(
        Array.from({ length: atOnce }, (_, i) => signIn(port, chatapp.people[i % people]!.username)),
      )
      return { statuses, seconds: (performance.now() - startedAt) / 1000 }
    }
    // How long it takes, so that the window of measuring is as long.
    const { seconds } = await signInAll()
    const windows = []
    const storms = []
    for (let round = 1; round <= rounds; round++) {
      say(`round ${round} of ${rounds}`)
      const timing = { warmUpSeconds: 1, seconds: Math.ceil(seconds) }
      const storm = new Promise((resolve) => setTimeout(resolve, timing.warmUpSeconds * 1000)).then(signInAll)
      windows.push(await generator.measure('chatapp', plan, chatapp.server, timing))
      storms.push(await storm)
    }
    const statuses = storms.flatMap((storm) => storm.statuses)
    return {
      rows: [{ name: `whole messages meanwhile, ${pace} a second`, windows, isPaced: true }],
      figures: [
        {
          name: 'of all sign-ins, answered with a session',
          value: (100 * statuses.filter((status) => status === 200).length) / statuses.length,
          unit: '%',
          target: { least: 100 },
        },
        {
          name: `seconds until ${atOnce} are in`,
          value: median(storms.map((storm) => storm.seconds)),
          unit: 's',
        },
        {
          name: 'p99 of messages meanwhile',
          value: median(windows.map(({ p99 }) => p99)),
          unit: 'ms',
          target: { most: 150 },
        },
      ],
    }
  },
}

async function signIn(port: number, login: string): Promise<number> {
  const url = `http://localhost:${port}`
  const response = await fetch(`${url}/api/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ login, password }),
  })
  await response.arrayBuffer()
  return response.status
}
