/** What a conversation leaves behind when it is sent one message after the other, worked out in memory. */
import { digestOf } from '../messages/message-digest.ts'
import type { Chance } from './seed-chance.ts'
import type { Member, NewMessage } from './seed-queries.ts'

export interface Line {
  readonly byFirst: boolean
  readonly body: string
  /** UTC milliseconds. */
  readonly at: number
}

/** Two people's exchange. Whoever writes has seen what stood there before. */
export interface Talk {
  readonly keys: readonly [first: number, second: number]
  readonly lines: readonly Line[]
  /** Who saw it to its end. */
  readonly seenBy: readonly [first: boolean, second: boolean]
}

/**
 * Plays a talk on top of what the two have already: changes both rows as sends, delivered marks and read marks
 * would, each change with its stamp. @returns the messages to insert.
 */
export function play(
  { lines, seenBy }: Talk,
  [first, second]: readonly [Member, Member],
  stamp: (userKey: number) => number,
  chance: Chance,
): NewMessage[] {
  const messages: NewMessage[] = []
  for (const { byFirst, body, at } of lines) {
    const [from, to] = byFirst ? [first, second] : [second, first]
    see(from, to, stamp)
    const createdAt = Math.max(at, from.last_message_at)
    messages.push(send(from, to, body, createdAt, chance.id(createdAt)))
    from.seq = stamp(from.user_key)
    to.seq = stamp(to.user_key)
  }
  if (seenBy[0]) see(first, second, stamp)
  if (seenBy[1]) see(second, first, stamp)
  return messages
}

function send(from: Member, to: Member, body: string, createdAt: number, id: Uint8Array): NewMessage {
  const number = from.last_number + 1
  for (const row of [from, to]) {
    row.last_number = number
    row.last_message_at = createdAt
  }
  // `see` has just brought the sender's mark to the number before, so it follows.
  from.read_number = number
  to.peer_read_number = number
  const senderIsLow = from.user_key < to.user_key
  return {
    low_key: senderIsLow ? from.user_key : to.user_key,
    high_key: senderIsLow ? to.user_key : from.user_key,
    number,
    id,
    sender_is_low: senderIsLow ? 1 : 0,
    body,
    first_digest: digestOf(body, null),
    created_at: createdAt,
  }
}

/** A device fetches what is there, and the person reads it. */
function see(mine: Member, theirs: Member, stamp: (userKey: number) => number): void {
  const number = mine.last_number
  if (mine.read_number === number) return
  if (mine.delivered_number < number) {
    mine.delivered_number = number
    theirs.peer_delivered_number = number
    theirs.seq = stamp(theirs.user_key)
  }
  mine.read_number = number
  theirs.peer_read_number = number
  mine.seq = stamp(mine.user_key)
  theirs.seq = stamp(theirs.user_key)
}
