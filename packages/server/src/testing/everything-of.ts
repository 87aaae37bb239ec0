import type { Conversation, FeedItem, MessageState } from '@chatapp/contract'
import { readConversations, readFeed, readHistory } from './read-all.ts'
import type { TestPerson } from './test-person.ts'

export interface Everything {
  conversations: Conversation[]
  feed: FeedItem[]
  history: Record<string, MessageState[]>
}

/** All that a person can read, fetched afresh: to be the same before and after, or from one place and another. */
export async function everythingOf(person: TestPerson): Promise<Everything> {
  const conversations = await readConversations(person)
  const history: Everything['history'] = {}
  for (const { peer } of conversations) history[peer.username] = await readHistory(person, peer.username)
  return { conversations, feed: await readFeed(person), history }
}
