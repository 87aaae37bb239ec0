/** Sending, and reading what was sent. */
import { limits, type Message, type MessagePage, type OperationInput } from '@chatapp/contract'
import { type Access, pairOf } from '../conversations/access.ts'
import { Refused, refuseField } from '../http/refused.ts'
import type { Caller } from '../http/route.ts'
import type { Usernames } from '../people/usernames.ts'
import type { Runtime } from '../runtime.ts'
import type { Append, SendOutcome } from './append/append.ts'
import { parseId } from './message-id.ts'
import { isoTime, type MessageRow, toMessage } from './message-shape.ts'
import type { messageQueries } from './messages-queries.ts'

export interface MessageDeps {
  queries: ReturnType<typeof messageQueries>
  append: Append
  access: Access
  usernames: Usernames
  runtime: Runtime
  messagesToLoad: number
  /** Unicode code points. */
  messageMaxLength: number
}

export interface Sent {
  message: Message
  /** The same message had been sent before. */
  isRepeated: boolean
}

/**
 * @throws Refused `validation_failed` for an empty or over-long body, oneself, or a `replyTo` from elsewhere;
 * `not_found` for an unknown person; `not_accepting` for who is suspended or was deleted; `id_conflict` when the ID is
 * another message's.
 */
export async function sendMessage(
  deps: MessageDeps,
  caller: Caller,
  input: OperationInput<'sendMessage'>['body'],
): Promise<Sent> {
  const body = fitBody(input.body, deps.messageMaxLength)
  const id = (input.id ?? deps.runtime.newId()).toLowerCase()
  const wasTaken = async () => (await deps.queries.byId(caller.key, parseId(id))) !== undefined
  const to = await deps.access.requireWritable(caller, input.to, wasTaken)
  const replyTo =
    input.replyTo === undefined ? null : await requireInConversation(deps, caller, to.key, input.replyTo)
  const outcome = await deps.append.send({
    id,
    from: caller,
    to,
    body,
    replyTo,
    createdAt: deps.runtime.now(),
  })
  switch (outcome.kind) {
    case 'created':
      return {
        message: freshMessage(id, outcome, caller, to.username, body, input),
        isRepeated: false,
      }
    case 'repeated':
      return { message: await getMessage(deps, caller, id), isRepeated: true }
    case 'conflict':
      throw new Refused('id_conflict')
  }
}

/** @throws Refused `not_found`, also for what belongs to others. */
export async function getMessage(deps: MessageDeps, caller: Caller, id: string): Promise<Message> {
  const row = await deps.queries.byId(caller.key, parseId(id))
  if (!row) throw new Refused('not_found')
  return shape(deps, caller, row)
}

export async function listMessages(
  deps: MessageDeps,
  caller: Caller,
  query: OperationInput<'listMessages'>['query'],
): Promise<MessagePage> {
  const places = (['before', 'after', 'around'] as const).filter((place) => query[place] !== undefined)
  if (places.length > 1) throw refuseField(places[1]!, 'not_allowed')
  if (query.ids !== undefined) {
    const other = (['with', 'limit', ...places] as const).find((name) => query[name] !== undefined)
    if (other) throw refuseField(other, 'not_allowed')
    return messagesById(deps, caller, query.ids)
  }
  if (query.with === undefined) throw refuseField('with', 'required')
  return historyPage(deps, caller, query.with, query)
}

/** Numbers have no holes, so a page is a range of them. */
async function historyPage(
  { access, queries, messagesToLoad }: MessageDeps,
  caller: Caller,
  username: string,
  { before, after, around, limit = messagesToLoad }: OperationInput<'listMessages'>['query'],
): Promise<MessagePage> {
  const peer = await access.requirePeer(caller, username)
  const lastNumber = await queries.lastNumber(caller.key, peer.key)
  let last = lastNumber
  if (before !== undefined) last = before - 1
  if (after !== undefined) last = after + limit
  if (around !== undefined) last = Math.max(around, 1) + Math.ceil(limit / 2) - 1
  last = Math.min(last, lastNumber)
  const first = Math.max(1, after === undefined ? last - limit + 1 : after + 1)
  if (first > last) return { items: [], hasBefore: first > 1 && lastNumber > 0, hasAfter: last < lastNumber }
  const rows = await queries.inRange({ ...pairOf(caller.key, peer.key), first, last })
  return {
    items: rows.map((row) => toMessage(row, caller, peer)),
    hasBefore: first > 1,
    hasAfter: last < lastNumber,
  }
}

const idForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

async function messagesById(deps: MessageDeps, caller: Caller, text: string): Promise<MessagePage> {
  const ids = text.split(',')
  if (!ids.every((id) => idForm.test(id))) throw refuseField('ids', 'bad_format')
  if (ids.length > limits.idsMax) throw refuseField('ids', 'too_long')
  const rows = await deps.queries.byIds(caller.key, ids.map(parseId))
  rows.sort(
    (one, other) => one.low_key - other.low_key || one.high_key - other.high_key || one.number - other.number,
  )
  const items = await Promise.all(rows.map((row) => shape(deps, caller, row)))
  return { items, hasBefore: false, hasAfter: false }
}

async function shape({ usernames }: MessageDeps, caller: Caller, row: MessageRow): Promise<Message> {
  const peerKey = row.low_key === caller.key ? row.high_key : row.low_key
  return toMessage(row, caller, { key: peerKey, username: await usernames.nameOf(peerKey) })
}

/** Trimmed, and neither empty nor too long. */
function fitBody(text: string, maxLength: number): string {
  const body = text.trim()
  if (body === '') throw refuseField('/body', 'empty')
  if (body.length > maxLength && [...body].length > maxLength) throw refuseField('/body', 'too_long')
  return body
}

async function requireInConversation(
  { queries }: MessageDeps,
  caller: Caller,
  peerKey: number,
  id: string,
): Promise<string> {
  const row = await queries.byId(caller.key, parseId(id))
  const isHere = row && (row.low_key === peerKey || row.high_key === peerKey)
  if (!isHere) throw refuseField('/replyTo', 'not_allowed')
  return id.toLowerCase()
}

function freshMessage(
  id: string,
  { number, createdAt }: SendOutcome & { kind: 'created' },
  caller: Caller,
  to: string,
  body: string,
  { replyTo }: OperationInput<'sendMessage'>['body'],
): Message {
  return {
    id,
    number,
    version: 1,
    revision: 1,
    from: caller.username,
    to,
    body,
    createdAt: isoTime(createdAt),
    editedAt: null,
    deletedAt: null,
    replyTo: replyTo?.toLowerCase() ?? null,
    reactions: [],
    attachments: [],
  }
}
