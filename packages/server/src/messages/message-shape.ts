import type { Message } from '@chatapp/contract'
import type { Person } from '../people/usernames.ts'
import { formatId } from './message-id.ts'

/** A message as queries give it. */
export interface MessageRow {
  low_key: number
  high_key: number
  number: number
  id: Uint8Array
  sender_is_low: number
  body: string
  reply_to: Uint8Array | null
  version: number
  revision: number
  created_at: number
  edited_at: number | null
  deleted_at: number | null
}

export const messageColumns = [
  'low_key',
  'high_key',
  'number',
  'id',
  'sender_is_low',
  'body',
  'reply_to',
  'version',
  'revision',
  'created_at',
  'edited_at',
  'deleted_at',
] as const satisfies (keyof MessageRow)[]

/** A message as its two people see it. */
export function toMessage(row: MessageRow, one: Person, other: Person): Message {
  const [low, high] = one.key < other.key ? [one, other] : [other, one]
  const [from, to] = row.sender_is_low ? [low, high] : [high, low]
  return {
    id: formatId(row.id),
    number: row.number,
    version: row.version,
    revision: row.revision,
    from: from.username,
    to: to.username,
    body: row.body,
    createdAt: isoTime(row.created_at),
    editedAt: row.edited_at === null ? null : isoTime(row.edited_at),
    deletedAt: row.deleted_at === null ? null : isoTime(row.deleted_at),
    replyTo: row.reply_to === null ? null : formatId(row.reply_to),
    reactions: [],
    attachments: [],
  }
}

export const isoTime = (ms: number): string => new Date(ms).toISOString()
