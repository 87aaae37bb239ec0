/** What one person sees: their conversations by activity, and the feed of what changed. */
import {
  type Conversation,
  type Feed,
  type FeedItem,
  limits,
  type OperationInput,
  type OperationOutput,
} from '@chatapp/contract'
import type { Access } from '../conversations/access.ts'
import { readCursor, writeCursor } from '../http/cursor.ts'
import { Refused } from '../http/refused.ts'
import type { Caller } from '../http/route.ts'
import { formatId } from '../messages/message-id.ts'
import { isoTime, toMessage } from '../messages/message-shape.ts'
import { toUser } from '../people/people-rules.ts'
import type { Usernames } from '../people/usernames.ts'
import { type ConversationRow, hasLast, type InboxQueries } from './inbox-queries.ts'

export interface InboxDeps {
  queries: InboxQueries
  access: Access
  usernames: Usernames
  epoch: string
}

export async function listConversations(
  { queries }: InboxDeps,
  caller: Caller,
  { limit = limits.pageDefault, cursor }: OperationInput<'listConversations'>['query'],
): Promise<OperationOutput<'listConversations'>> {
  const after = cursor === undefined ? null : readCursor(cursor, ['number', 'number'])
  const found = await queries.page(caller.key, limit + 1, after)
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return {
    items: await toConversations(queries, caller, rows),
    next: found.length > limit && last ? writeCursor([last.last_message_at, last.peer_key]) : null,
  }
}

/** @throws Refused `not_found` when there is no such person, or nothing was ever said. */
export async function getConversation(
  { queries, access }: InboxDeps,
  caller: Caller,
  username: string,
): Promise<Conversation> {
  const peer = await access.requirePeer(caller, username)
  const row = await queries.one(caller.key, peer.key)
  if (!row) throw new Refused('not_found')
  const [conversation] = await toConversations(queries, caller, [row])
  return conversation!
}

/**
 * What changed above a cursor. The head is read first, the rest at once: what is committed between the reads is at
 * most given twice, never left out. The cursor to adopt is that head, or the last item's when items remain.
 */
export async function readFeed(
  { queries, usernames, epoch }: InboxDeps,
  caller: Caller,
  { after, limit = limits.pageMax }: OperationInput<'getFeed'>['query'],
): Promise<Feed> {
  const head = await queries.head(caller.key)
  if (after > head) return { items: [], cursor: head, head, more: false, epoch, reset: true }
  const place = { userKey: caller.key, after, limit: limit + 1 }
  const [changed, amended] = await Promise.all([queries.changedAfter(place), queries.amendedAfter(place)])
  const seqs = [...new Set([...changed, ...amended].map(({ seq }) => seq))].sort((a, b) => a - b)
  const more = changed.length > limit || amended.length > limit || seqs.length > limit
  // A seq whose two items might have been cut apart by the limits above is beyond the first `limit` of them.
  const last = seqs.slice(0, limit).at(-1) ?? after
  const within = <T extends { seq: number }>(rows: T[]) => rows.filter(({ seq }) => seq <= last)
  const conversations = await toConversations(queries, caller, within(changed))
  const items: FeedItem[] = conversations.map((conversation) => ({
    seq: conversation.seq,
    type: 'conversation',
    conversation,
  }))
  for (const { seq, id, low_key, high_key, number, version } of within(amended)) {
    const peer = await usernames.nameOf(low_key === caller.key ? high_key : low_key)
    items.push({ seq, type: 'message', id: formatId(id), with: peer, number, version })
  }
  items.sort((one, other) => one.seq - other.seq)
  return { items, cursor: more ? Math.min(head, last) : head, head, more, epoch }
}

/** How many messages stand in all conversations of somebody. */
export const countMessages = async (queries: InboxQueries, caller: Caller): Promise<number> =>
  // MySQL gives a sum as text, and both nothing for none.
  Number((await queries.sumOfLastNumbers(caller.key)) ?? 0)

const conversationsAtOnce = 50

/** All of somebody's, some at a time, each once whatever happens meanwhile. */
export async function* everyConversation(
  queries: InboxQueries,
  caller: Caller,
): AsyncGenerator<{ peerKey: number; conversation: Conversation }> {
  for (let after = 0; ; ) {
    const place = { userKey: caller.key, peerKey: after, limit: conversationsAtOnce }
    const rows = await queries.afterPeer(place)
    const conversations = await toConversations(queries, caller, rows)
    for (const [at, { peer_key }] of rows.entries())
      yield { peerKey: peer_key, conversation: conversations[at]! }
    const last = rows.at(-1)
    if (!last || rows.length < conversationsAtOnce) return
    after = last.peer_key
  }
}

async function toConversations(
  queries: InboxQueries,
  caller: Caller,
  rows: ConversationRow[],
): Promise<Conversation[]> {
  const unread = await queries.unreadCounts(rows)
  return rows.map((row, i) => {
    const peer = { key: row.peer_key, username: row.username }
    return {
      peer: toUser(row),
      lastMessage: hasLast(row) ? toMessage(row, caller, peer) : null,
      lastNumber: row.last_number,
      unread: unread[i]!,
      readNumber: row.read_number,
      deliveredNumber: row.delivered_number,
      peerReadNumber: row.peer_read_number,
      peerDeliveredNumber: row.peer_delivered_number,
      mutedUntil: row.muted_until === null ? null : isoTime(row.muted_until),
      pinned: row.pinned_at !== null,
      archived: row.archived_at !== null,
      markedUnread: row.marked_unread === 1,
      clearedBefore: row.cleared_before,
      request: row.request_state as Conversation['request'],
      blocked: false,
      draft: null,
      seq: row.seq,
    }
  })
}
