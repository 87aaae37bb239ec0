/** What there is to read, and the ways to read it. */
import type { LoadGenerator } from '../load/load-generator.ts'
import type { BenchPerson } from '../load/people.ts'
import type { Plan } from '../load/plans.ts'
import type { Settings } from '../scenario.ts'

const readers = 20
const peers = 150
const messagesEach = 20

/** Readers, their peers, and everybody else. */
export const peopleToRead = { people: 100_000, sessions: readers + peers }

/** From each peer to each reader. */
export async function fillToRead(generator: LoadGenerator, aim: string, { say }: Settings): Promise<void> {
  say(`${aim}: sending ${readers * peers * messagesEach} messages`)
  await generator.run(aim, { kind: 'fill', from: [readers, peers], to: [0, readers], rounds: messagesEach })
}

/** By what is read: the paths each reader asks for in turn. */
export function pathsToRead(people: BenchPerson[]): Record<string, string[]> {
  const names = people.slice(readers, readers + peers).map(({ username }) => username)
  return {
    'latest 15 of a conversation': names.map((name) => `/api/v1/messages?with=${name}`),
    'feed, 100 changed conversations': ['/api/v1/feed?after=0&limit=100'],
    'conversations, first 50': ['/api/v1/conversations'],
    'directory, first 50': ['/api/v1/users'],
    'directory, searched by 3 letters': names.map((name) => `/api/v1/users?q=${name.slice(0, 3)}`),
  }
}

export const readingPlan = (paths: string[], connections: number): Plan => ({
  kind: 'reads',
  connections: Array.from({ length: connections }, (_, i) => ({
    person: i % readers,
    paths: [...paths.slice(i), ...paths.slice(0, i)],
  })),
})
