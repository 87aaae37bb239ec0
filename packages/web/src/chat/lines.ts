// Messages and pending sends in one row, as the list draws them: plain values, so that a line that did not change is skipped.
import type { ChatView } from '@chatapp/client'
import type { Conversation, Message, Problem } from '@chatapp/contract'
import { startOfDay } from '../ui/times.ts'

export type SendState = 'queued' | 'sending' | 'failed' | 'sent' | 'delivered' | 'read'

export interface Line {
  readonly id: string
  /** Null as long as the message has none. */
  readonly number: number | null
  readonly body: string
  readonly isDeleted: boolean
  /** Milliseconds since 1970. */
  readonly at: number
  readonly isEdited: boolean
  /** Of one's own messages; null for the other person's. */
  readonly sendState: SendState | null
  readonly problem: Problem | null
  /** The first of its day: its midnight; otherwise null. */
  readonly day: number | null
  readonly startsGroup: boolean
  readonly endsGroup: boolean
  /** Time and state are seen: at a group's end, and where the state differs from that of the next one. */
  readonly showsMeta: boolean
  /** The newest of one's own that has arrived, and those that have not, say their state in words. */
  readonly saysState: boolean
}

type Bare = Omit<Line, 'day' | 'startsGroup' | 'endsGroup' | 'showsMeta' | 'saysState'>

/** Messages of one person within this belong together. */
const groupMs = 5 * 60_000

export function linesOf({ messages, pending, conversation, peer }: ChatView): Line[] {
  const bare = [
    ...messages.flatMap((message) => ('hidden' in message ? [] : [fromMessage(message, peer, conversation)])),
    ...pending.map(
      ({ id, body, madeAt, state, problem }): Bare => ({
        ...{ id, number: null, body, isDeleted: false, at: madeAt, isEdited: false, problem },
        sendState: state === 'confirmed' ? 'sent' : state,
      }),
    ),
  ]
  const lastArrived = bare.findLastIndex(({ sendState, number }) => sendState !== null && number !== null)
  return bare.map((line, at) => {
    const before = bare[at - 1]
    const after = bare[at + 1]
    const isNewDay = !before || startOfDay(before.at) !== startOfDay(line.at)
    const endsGroup = !after || !belongTogether(line, after)
    return {
      ...line,
      day: isNewDay ? startOfDay(line.at) : null,
      startsGroup: !before || !belongTogether(before, line),
      endsGroup,
      showsMeta: endsGroup || line.isEdited || line.sendState !== after.sendState,
      saysState: at === lastArrived || (line.sendState !== null && line.number === null),
    }
  })
}

function fromMessage(message: Message, peer: string, conversation: Conversation | null): Bare {
  const { id, number, body, createdAt, editedAt, deletedAt, from } = message
  return {
    ...{ id: id.toLowerCase(), number, body, problem: null },
    at: Date.parse(createdAt),
    isEdited: editedAt !== null,
    isDeleted: deletedAt !== null,
    sendState: from === peer ? null : sendStateOf(number, conversation),
  }
}

function sendStateOf(number: number, conversation: Conversation | null): SendState {
  if (number <= (conversation?.peerReadNumber ?? 0)) return 'read'
  return number <= (conversation?.peerDeliveredNumber ?? 0) ? 'delivered' : 'sent'
}

const belongTogether = (a: Bare, b: Bare): boolean =>
  (a.sendState === null) === (b.sendState === null) &&
  b.at - a.at < groupMs &&
  startOfDay(a.at) === startOfDay(b.at)
