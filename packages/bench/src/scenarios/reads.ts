/** What people wait for when they open the app: history, catch-up, the directory. */
import { LoadGenerator } from '../load/load-generator.ts'
import type { Row, Scenario, Settings } from '../scenario.ts'
import { timingOf } from '../scenario.ts'
import { type Instance, startInstance } from '../servers/instance.ts'

const people = 100_000
const readers = 20
const peers = 150
const messagesEach = 20
const connections = 20

export const reads: Scenario = {
  title: 'Reads',
  about:
    'Among 100,000 people: 20 readers with 150 conversations of 20 messages each, 20 connections, closed loop, each way of reading on its own.',
  async run(settings) {
    settings.say(`adding ${people} people`)
    await using chatapp = await startInstance({
      people,
      seed: settings.seed,
      sessions: readers + peers,
      nodeOptions: settings.nodeOptions,
    })
    await using generator = new LoadGenerator()
    await generator.aim('chatapp', { port: chatapp.server.port, people: chatapp.people })
    settings.say(`sending ${readers * peers * messagesEach} messages`)
    await generator.run('chatapp', {
      kind: 'fill',
      from: [readers, peers],
      to: [0, readers],
      rounds: messagesEach,
    })
    const rows: Row[] = []
    for (const [name, paths] of Object.entries(pathsOf(chatapp))) {
      rows.push(await measure(name, paths, settings, chatapp, generator))
    }
    return { rows, figures: [] }
  },
}

/** By what is read: the paths each reader asks for in turn. */
function pathsOf({ people }: Instance): Record<string, string[]> {
  const names = people.slice(readers, readers + peers).map(({ username }) => username)
  return {
    'latest 15 of a conversation': names.map((name) => `/api/v1/messages?with=${name}`),
    'feed, 100 changed conversations': ['/api/v1/feed?after=0&limit=100'],
    'conversations, first 50': ['/api/v1/conversations'],
    'directory, first 50': ['/api/v1/users'],
    'directory, searched by 3 letters': names.map((name) => `/api/v1/users?q=${name.slice(0, 3)}`),
  }
}

async function measure(
  name: string,
  paths: string[],
  settings: Settings,
  { server }: Instance,
  generator: LoadGenerator,
): Promise<Row> {
  settings.say(name)
  const lanes = Array.from({ length: connections }, (_, i) => ({
    person: i % readers,
    paths: [...paths.slice(i), ...paths.slice(0, i)],
  }))
  const plan = { kind: 'reads', connections: lanes } as const
  return { name, windows: [await generator.measure('chatapp', plan, server, timingOf(settings))] }
}
