/** What people wait for when they open the app: history, catch-up, the directory. */
import { LoadGenerator } from '../load/load-generator.ts'
import type { Row, Scenario } from '../scenario.ts'
import { timingOf } from '../scenario.ts'
import { startInstance } from '../servers/instance.ts'
import { fillToRead, pathsToRead, peopleToRead, readingPlan } from './reading.ts'

export const reads: Scenario = {
  title: 'Reads',
  about:
    'Among 100,000 people: 20 readers with 150 conversations of 20 messages each, 20 connections, closed loop, each way of reading on its own.',
  async run(settings) {
    settings.say(`adding ${peopleToRead.people} people`)
    const { seed, nodeOptions } = settings
    await using chatapp = await startInstance({ ...peopleToRead, seed, nodeOptions })
    await using generator = new LoadGenerator()
    await generator.aim('chatapp', { port: chatapp.server.port, people: chatapp.people })
    await fillToRead(generator, 'chatapp', settings)
    const rows: Row[] = []
    for (const [name, paths] of Object.entries(pathsToRead(chatapp.people))) {
      settings.say(name)
      const plan = readingPlan(paths, 20)
      const window = await generator.measure('chatapp', plan, chatapp.server, timingOf(settings))
      rows.push({ name, windows: [window] })
    }
    return { rows, figures: [] }
  },
}
