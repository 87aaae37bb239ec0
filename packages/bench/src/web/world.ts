// A server with one chat of 100,000 messages and twenty usual ones, all of them of the same person.
import type { Conversation } from '@chatapp/contract'
import { seedTalks } from '@chatapp/server/testing'
import type { BenchPerson } from '../load/people.ts'
import { type Instance, startInstance } from '../servers/instance.ts'

export const longChat = 100_000
const usualChats = 20
const usualMessages = 60

export interface Chat extends BenchPerson {
  /** Of its newest message, as a row names it. */
  lastId: string
}

export interface World extends AsyncDisposable {
  origin: string
  me: BenchPerson
  long: Chat
  usual: Chat[]
}

export async function startWorld(options: { seed: number; checkout: string }): Promise<World> {
  const instance = await startInstance({
    ...options,
    people: usualChats + 2,
    async fill(databaseUrl, [me, long, ...usual]) {
      const talk = (peer: BenchPerson, messages: number) =>
        ({ between: [me!.username, peer.username], messages }) as const
      const talks = [talk(long!, longChat), ...peersOf(usual).map((peer) => talk(peer, usualMessages))]
      await seedTalks(databaseUrl, talks, options.seed)
    },
  })
  const [me, long, ...usual] = instance.people
  const lastIds = await lastIdsOf(instance, me!)
  const toChat = (peer: BenchPerson): Chat => ({ ...peer, lastId: lastIds.get(peer.username)! })
  return {
    origin: originOf(instance),
    me: me!,
    long: toChat(long!),
    usual: peersOf(usual).map(toChat),
    [Symbol.asyncDispose]: () => instance[Symbol.asyncDispose](),
  }
}

const peersOf = (people: BenchPerson[]): BenchPerson[] => people.slice(0, usualChats)
const originOf = ({ server }: Instance): string => `http://localhost:${server.port}`

async function lastIdsOf(instance: Instance, { cookie }: BenchPerson): Promise<Map<string, string>> {
  const answer = await fetch(`${originOf(instance)}/api/v1/conversations?limit=100`, { headers: { cookie } })
  const { items } = (await answer.json()) as { items: Conversation[] }
  return new Map(items.map(({ peer, lastMessage }) => [peer.username, lastMessage!.id.toLowerCase()]))
}
