/** All messages of a conversation in their order, a few at a time, however many there are. */
import type { Message } from '@chatapp/contract'
import { pairOf } from '../conversations/access.ts'
import type { Person } from '../people/usernames.ts'
import type { Db } from '../storage/storage.ts'
import { toMessage } from './message-shape.ts'
import { messageQueries } from './messages-queries.ts'

const messagesAtOnce = 200

export type WholeHistory = ReturnType<typeof wholeHistory>

/** @param db where reads may be slow. */
export function wholeHistory(db: Db) {
  const { inRange } = messageQueries(db)
  /** As one of the two sees them, up to a number. */
  return async function* (one: Person, other: Person, lastNumber: number): AsyncGenerator<Message[]> {
    for (let first = 1; first <= lastNumber; first += messagesAtOnce) {
      const last = Math.min(first + messagesAtOnce - 1, lastNumber)
      const rows = await inRange({ ...pairOf(one.key, other.key), first, last })
      yield rows.map((row) => toMessage(row, one, other))
    }
  }
}
