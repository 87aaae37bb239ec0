/** Durable sends on the real server, in turns with the ceiling, so that both meet the same machine. */
import { LoadGenerator } from '../load/load-generator.ts'
import { type Figure, median, perSecond, type Row, type Scenario, timingOf } from '../scenario.ts'
import { startInstance } from '../servers/instance.ts'
import { startCeiling } from './ceiling.ts'

const pairs = 50
const rounds = 3

export const sends: Scenario = {
  title: 'Durable sends',
  about:
    'POST to 201 among 50 pairs, closed loop: session and schema checked, committed and fsynced, both people told by their sockets. In turns with the ceiling; the ratio is the median over the rounds.',
  async run(settings) {
    await using bare = await startCeiling()
    await using chatapp = await startInstance({
      people: pairs * 2,
      seed: settings.seed,
      nodeOptions: settings.nodeOptions,
    })
    await using generator = new LoadGenerator()
    await generator.aim('ceiling', { port: bare.server.port, people: chatapp.people })
    await generator.aim('chatapp', { port: chatapp.server.port, people: chatapp.people })

    const rows: Row[] = []
    const figures: Figure[] = []
    for (const connections of [50, 100]) {
      const real: Row = { name: `durable sends, ${connections} connections`, windows: [] }
      const least: Row = { name: `bare insert, ${connections} connections`, windows: [] }
      for (let round = 1; round <= rounds; round++) {
        settings.say(`${connections} connections, round ${round} of ${rounds}`)
        const plan = { kind: 'pairs', connections, pairs, withSockets: false } as const
        const timing = timingOf(settings)
        least.windows.push(await generator.measure('ceiling', plan, bare.server, timing))
        const told = { ...plan, withSockets: true }
        real.windows.push(await generator.measure('chatapp', told, chatapp.server, timing))
      }
      rows.push(real, least)
      figures.push(...compare(connections, real, least))
    }
    return { rows, figures }
  },
}

function compare(connections: number, real: Row, least: Row): Figure[] {
  const ratios = real.windows.map((window, i) => (100 * perSecond(window)) / perSecond(least.windows[i]!))
  const delays = real.windows.map(({ server }) => server.loopDelayP99)
  const bells = real.windows.map(({ bellsPerMessage }) => bellsPerMessage)
  const of = `${connections} connections`
  return [
    { name: `share of the ceiling, ${of}`, value: median(ratios), unit: '%', target: { least: 70 } },
    { name: `event-loop delay p99, ${of}`, value: median(delays), unit: 'ms', target: { most: 20 } },
    { name: `bells per message, ${of}`, value: median(bells), unit: '' },
  ]
}
