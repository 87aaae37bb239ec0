/** Durable sends on the real server, in turns with the ceiling, so that both meet the same machine. */
import { LoadGenerator } from '../load/load-generator.ts'
import { type Figure, median, type Row, type Scenario } from '../scenario.ts'
import { startInstance } from '../servers/instance.ts'
import { startCeiling } from './ceiling.ts'
import { ratioOf, takeTurns } from './turns.ts'

const pairs = 50

export const sends: Scenario = {
  title: 'Durable sends',
  about:
    'POST to 201 among 50 pairs, closed loop: session and schema checked, committed and fsynced, both people told by their sockets. In turns with two ceilings: a bare server that inserts the same row in the same place, and one that appends three columns. Ratios are medians over the rounds; a share of the ceiling is of the first.',
  async run(settings) {
    const { seed, nodeOptions, against } = settings
    await using clustered = await startCeiling('clustered')
    await using appended = await startCeiling('appended')
    await using chatapp = await startInstance({ people: pairs * 2, seed, nodeOptions })
    await using other =
      against === null ? null : await startInstance({ people: pairs * 2, seed, checkout: against })
    await using generator = new LoadGenerator()
    const ours = { aim: 'ours', ...chatapp }
    const bare = { people: chatapp.people, withSockets: false }
    const turns = [
      { ...ours, name: 'durable sends', withSockets: true },
      // The same work as the ceilings', answer for answer: they ring no bells either.
      { ...ours, name: 'durable sends, nobody listening', withSockets: false },
      { ...bare, ...clustered, aim: 'clustered', name: 'bare insert of the same row' },
      { ...bare, ...appended, aim: 'appended', name: 'bare insert at the end of a table' },
      ...(other ? [{ aim: 'other', ...other, name: 'the other checkout', withSockets: true }] : []),
    ]
    for (const { aim, server, people } of turns) await generator.aim(aim, { port: server.port, people })

    const rows: Row[] = []
    const figures: Figure[] = []
    for (const connections of [50, 100]) {
      const of = `${connections} connections`
      const measured = await takeTurns(
        generator,
        settings,
        of,
        turns.map(({ name, aim, server, withSockets }) => {
          const plan = { kind: 'pairs', connections, pairs, withSockets } as const
          return { name: `${name}, ${of}`, aim, server, plan }
        }),
      )
      rows.push(...measured)
      figures.push(...compare(of, measured))
    }
    return { rows, figures }
  },
}

function compare(of: string, measured: Row[]): Figure[] {
  const [real, silent, clustered, appended, other] = measured
  const delays = real!.windows.map(({ server }) => server.loopDelayP99)
  const bells = real!.windows.map(({ bellsPerMessage }) => bellsPerMessage)
  return [
    {
      name: `share of the ceiling, ${of}`,
      value: shareOf(real!, clustered!),
      unit: '%',
      target: { least: 70 },
    },
    {
      name: `the same, nobody listening, ${of}`,
      value: shareOf(silent!, clustered!),
      unit: '%',
      target: { least: 50 },
    },
    { name: `of appending, nobody listening, ${of}`, value: shareOf(silent!, appended!), unit: '%' },
    ...(other
      ? [{ name: `share of the other checkout, ${of}`, value: shareOf(real!, other), unit: '%' }]
      : []),
    { name: `event-loop delay p99, ${of}`, value: median(delays), unit: 'ms', target: { most: 20 } },
    { name: `bells per message, ${of}`, value: median(bells), unit: '' },
  ]
}

const shareOf = (real: Row, of: Row): number => 100 * ratioOf(real, of)
