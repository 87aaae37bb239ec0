import type { Conversation, Feed, FeedItem, MessageState } from '@chatapp/contract'
import type { TestPerson } from './test-person.ts'

export interface Everything {
  conversations: Conversation[]
  feed: FeedItem[]
  history: Record<string, MessageState[]>
}

/** All that a person can read, fetched afresh: to be the same before and after, or from one place and another. */
export async function everythingOf(person: TestPerson): Promise<Everything> {
  const conversations = await allConversations(person)
  const history: Everything['history'] = {}
  for (const { peer } of conversations) history[peer.username] = await wholeHistory(person, peer.username)
  return { conversations, feed: (await wholeFeed(person)).items, history }
}

export async function allConversations(person: TestPerson, limit?: number): Promise<Conversation[]> {
  const found: Conversation[] = []
  let cursor: string | undefined
  do {
    const query = { ...(limit && { limit }), ...(cursor && { cursor }) }
    const { items, next } = (await person.call('listConversations', { query })).body
    found.push(...items)
    cursor = next ?? undefined
  } while (cursor !== undefined)
  return found
}

export async function wholeFeed(person: TestPerson, limit?: number, after = 0) {
  const items: FeedItem[] = []
  const pages: Feed[] = []
  let cursor = after
  do {
    const { body } = await person.call('getFeed', { query: { after: cursor, ...(limit && { limit }) } })
    pages.push(body)
    items.push(...body.items)
    cursor = body.cursor
  } while (pages.at(-1)!.more)
  return { items, pages, cursor }
}

export async function wholeHistory(person: TestPerson, peer: string, limit = 100): Promise<MessageState[]> {
  const found: MessageState[] = []
  while (true) {
    const query = { with: peer, after: found.length, limit }
    const { items, hasAfter } = (await person.call('listMessages', { query })).body
    found.push(...items)
    if (!hasAfter) return found
  }
}
