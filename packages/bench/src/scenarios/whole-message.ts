/** What a message is to two people: sent, told, held. */
import { LoadGenerator } from '../load/load-generator.ts'
import type { Row, Scenario } from '../scenario.ts'
import { timingOf } from '../scenario.ts'
import { startInstance } from '../servers/instance.ts'

const pairs = 50
const pace = 500

export const wholeMessage: Scenario = {
  title: 'A whole message',
  about:
    'POST, both people told by their sockets, the receiver GETs by ID. A message counts when its receiver holds the body. 50 pairs, closed loop and at 500 a second; at a pace, waiting for a busy pair counts.',
  async run(settings) {
    await using chatapp = await startInstance({
      people: pairs * 2,
      seed: settings.seed,
      nodeOptions: settings.nodeOptions,
    })
    await using generator = new LoadGenerator()
    await generator.aim('chatapp', { port: chatapp.server.port, people: chatapp.people })
    const measure = async (name: string, perSecond: number | null): Promise<Row> => {
      settings.say(name)
      const plan = { kind: 'whole', pairs, perSecond } as const
      const window = await generator.measure('chatapp', plan, chatapp.server, timingOf(settings))
      return { name, windows: [window], isPaced: perSecond !== null }
    }
    const closed = await measure('whole messages, closed loop', null)
    const paced = await measure(`whole messages, ${pace} a second`, pace)
    const { p50, p99 } = paced.windows[0]!
    return {
      rows: [closed, paced],
      figures: [
        { name: `p50 at ${pace} a second`, value: p50, unit: 'ms', target: { most: 2 } },
        { name: `p99 at ${pace} a second`, value: p99, unit: 'ms', target: { most: 10 } },
      ],
    }
  },
}
