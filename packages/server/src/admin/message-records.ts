/** When people wrote to each other: without what they wrote, unless the server's owner allows that. */
import { limits, type MessageRecord, type OperationInput, type OperationOutput } from '@chatapp/contract'
import { record } from '../audit/audit.ts'
import { pairOf } from '../conversations/access.ts'
import { readCursor, writeCursor } from '../http/cursor.ts'
import { Refused, refuseField } from '../http/refused.ts'
import { type MessageRow, toMessage } from '../messages/message-shape.ts'
import type { Person, Usernames } from '../people/usernames.ts'
import type { Runtime } from '../runtime.ts'
import type { Storage } from '../storage/storage.ts'
import { deskQueries } from './desk-queries.ts'

export interface RecordDeps {
  storage: Storage
  runtime: Runtime
  usernames: Usernames
  /** ADMIN_MAY_READ. */
  mayRead: boolean
}

type Query = OperationInput<'listMessageRecords'>['query']
type Conversation = NonNullable<Awaited<ReturnType<typeof deskQueries.conversation>>>
/** A conversation, and the number below which to go on; 0: with the next conversation. */
type Place = [lastMessageAt: number, peerKey: number, number: number]

/** So many conversations are looked into for one page: those outside of the dates give nothing, and cost some reads. */
const conversationsMax = 20

/** @throws Refused `not_found` for an unknown person; `forbidden` for texts where they are not to be read. */
export async function listMessageRecords(
  deps: RecordDeps,
  by: { actorKey: number; address: string },
  query: Query,
): Promise<OperationOutput<'listMessageRecords'>> {
  if (query.bodies && !deps.mayRead) throw new Refused('forbidden')
  const user = await requirePerson(deps, query.user)
  const peer = query.with === undefined ? null : await requirePerson(deps, query.with)
  const { limit = limits.pageDefault, cursor } = query
  const dates = {
    after: timeOf(query, 'after') ?? 0,
    before: timeOf(query, 'before') ?? Number.MAX_SAFE_INTEGER,
  }
  const start: Place | null = cursor === undefined ? null : readCursor(cursor, ['number', 'number', 'number'])
  const items: MessageRecord[] = []
  let looked = 0
  for await (const conversation of conversationsOf(deps, user, peer, start, dates.after)) {
    const place: Place = [conversation.last_message_at, conversation.peer_key, 0]
    const isBegun = start !== null && start[1] === conversation.peer_key
    const below = isBegun ? start[2] : conversation.last_number + 1
    const rows = await rowsOf(deps, user, conversation, { ...dates, below }, limit + 1 - items.length)
    const other = { key: conversation.peer_key, username: await deps.usernames.nameOf(conversation.peer_key) }
    const taken = rows.slice(0, limit - items.length)
    items.push(...taken.map((row) => recordFrom(row, user, other, query.bodies !== undefined)))
    if (rows.length > taken.length) {
      place[2] = taken.at(-1)?.number ?? below
      return finish(deps, by, query, user, { items, next: writeCursor(place) })
    }
    if (++looked === conversationsMax)
      return finish(deps, by, query, user, { items, next: writeCursor(place) })
  }
  return finish(deps, by, query, user, { items, next: null })
}

/** Whoever reads texts leaves a trace, before they are handed out. */
async function finish(
  { storage, runtime }: RecordDeps,
  by: { actorKey: number; address: string },
  query: Query,
  user: Person,
  page: OperationOutput<'listMessageRecords'>,
) {
  if (query.bodies) {
    const detail = { count: page.items.length, ...(query.with && { with: query.with.toLowerCase() }) }
    await record(storage.db, runtime, { action: 'messages-read', ...by, subjectKey: user.key, detail })
  }
  return page
}

/** The one that the page before ended in, then those after it; or the one with a single person. */
async function* conversationsOf(
  { storage }: RecordDeps,
  user: Person,
  peer: Person | null,
  start: Place | null,
  since: number,
): AsyncGenerator<Conversation> {
  const begun = peer?.key ?? (start && start[2] > 0 ? start[1] : null)
  if (begun !== null) {
    const conversation = await deskQueries.conversation(storage.db, user.key, begun)
    if (conversation && conversation.last_number > 0)
      yield { ...conversation, last_message_at: start?.[0] ?? conversation.last_message_at }
  }
  if (peer) return
  let before = start && ([start[0], start[1]] as const)
  for (;;) {
    const some = await deskQueries.conversations(storage.scans, user.key, { before, since }, conversationsMax)
    yield* some
    const last = some.at(-1)
    if (!last || some.length < conversationsMax) return
    before = [last.last_message_at, last.peer_key]
  }
}

/** Those between two dates and below a number, newest first. */
async function rowsOf(
  { storage }: RecordDeps,
  user: Person,
  conversation: Conversation,
  { after, before, below }: { after: number; before: number; below: number },
  limit: number,
): Promise<MessageRow[]> {
  const { lowKey, highKey } = pairOf(user.key, conversation.peer_key)
  /** The first number from a time on. Times of a conversation go up with its numbers, so it is soon found. */
  async function firstFrom(time: number): Promise<number> {
    let [least, most] = [1, conversation.last_number + 1]
    while (least < most) {
      const middle = Math.floor((least + most) / 2)
      const createdAt = await deskQueries.createdAt(storage.db, lowKey, highKey, middle)
      if (createdAt !== undefined && createdAt < time) least = middle + 1
      else most = middle
    }
    return least
  }
  const first = after > 0 ? await firstFrom(after) : 1
  const end = before <= conversation.last_message_at ? await firstFrom(before) : conversation.last_number + 1
  const last = Math.min(end, below) - 1
  return first > last ? [] : deskQueries.messages(storage.scans, lowKey, highKey, first, last, limit)
}

async function requirePerson({ usernames }: RecordDeps, username: string): Promise<Person> {
  const person = await usernames.find(username)
  if (!person) throw new Refused('not_found')
  return person
}

function timeOf(query: Query, name: 'after' | 'before'): number | null {
  const text = query[name]
  if (text === undefined) return null
  const time = Date.parse(text)
  if (Number.isNaN(time)) throw refuseField(name, 'bad_format')
  return time
}

function recordFrom(row: MessageRow, user: Person, peer: Person, withBody: boolean): MessageRecord {
  const { id, from, to, number, createdAt, editedAt, deletedAt, body } = toMessage(row, user, peer)
  const about = { id, from, to, number, createdAt, editedAt, deletedAt, length: [...body].length }
  return withBody ? { ...about, body } : about
}
