/** Everything one person can read, page by page. */
import type { Conversation, Feed, FeedItem, MessageState } from '@chatapp/contract'
import type { TestPerson } from './test-person.ts'

export async function readConversations(person: TestPerson, limit = 100): Promise<Conversation[]> {
  const all: Conversation[] = []
  let cursor: string | null = null
  do {
    const page: { items: Conversation[]; next: string | null } = (
      await person.call('listConversations', { query: { limit, ...(cursor && { cursor }) } })
    ).body
    all.push(...page.items)
    cursor = page.next
  } while (cursor !== null)
  return all
}

/** What changed above a cursor, the latest state of each thing. */
export async function readFeed(person: TestPerson, after = 0, limit = 100): Promise<FeedItem[]> {
  const items: FeedItem[] = []
  let page: Feed
  do {
    page = (await person.call('getFeed', { query: { after, limit } })).body
    items.push(...page.items)
    after = page.cursor
  } while (page.more)
  return items
}

/** A whole conversation, oldest first. @param limit of a page. */
export async function readHistory(person: TestPerson, peer: string, limit = 100): Promise<MessageState[]> {
  const all: MessageState[] = []
  for (let hasAfter = true; hasAfter; ) {
    const { body } = await person.call('listMessages', {
      query: { with: peer, after: all.at(-1)?.number ?? 0, limit },
    })
    all.push(...body.items)
    hasAfter = body.hasAfter
  }
  return all
}
