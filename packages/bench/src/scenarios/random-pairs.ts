/** Sends that never meet the same pages of the database twice. */
import { LoadGenerator } from '../load/load-generator.ts'
import { type Scenario, timingOf } from '../scenario.ts'
import { startInstance } from '../servers/instance.ts'

const people = 10_000
const connections = 100

export const randomPairs: Scenario = {
  title: 'Random pairs',
  about:
    'Durable sends among 10,000 people, anyone to anyone, 100 connections, closed loop; nearly every message begins a conversation. No sockets are open.',
  async run(settings) {
    settings.say(`adding ${people} people`)
    await using chatapp = await startInstance({
      people,
      seed: settings.seed,
      nodeOptions: settings.nodeOptions,
    })
    await using generator = new LoadGenerator()
    await generator.aim('chatapp', { port: chatapp.server.port, people: chatapp.people })
    settings.say(`${connections} connections`)
    const plan = { kind: 'strangers', connections, seed: settings.seed } as const
    const window = await generator.measure('chatapp', plan, chatapp.server, timingOf(settings))
    return { rows: [{ name: `random pairs, ${connections} connections`, windows: [window] }], figures: [] }
  },
}
