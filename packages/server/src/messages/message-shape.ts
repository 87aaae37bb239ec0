import type { Message } from '@chatapp/contract'
import type { Person } from '../people/usernames.ts'
import { formatId } from './message-id.ts'
import type { MessageRow } from './messages-queries.ts'

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
