// Messages and pending sends in one row, as the list draws them. A line is made when it is looked at, so that a
// history of any length costs what is on the screen.
import { type ChatView, type PendingSend, positionOf } from '@chatapp/client'
import type { Conversation, Message, MessageState, Problem } from '@chatapp/contract'
import { startOfDay } from '../ui/times.ts'

export type SendState = 'queued' | 'sending' | 'failed' | 'sent' | 'delivered' | 'read'

/** Plain values, so that a row whose line did not change is not drawn again. */
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

export interface Lines {
  readonly count: number
  /** The message's ID, from the moment it is sent on. */
  idAt(index: number): string
  at(index: number): Line
  /** The first line with this number or a higher one; `count` when there is none. */
  indexFrom(number: number): number
  /** Where this row is now, -1 when it is gone. With its number it is found at once. */
  indexOf(row: { readonly id: string; readonly number: number | null }): number
  /** The number of the line, or of the nearest one before it that has one; 0 when there is none. */
  numberAt(index: number): number
}

type Bare = Omit<Line, 'day' | 'startsGroup' | 'endsGroup' | 'showsMeta' | 'saysState'>

/** Messages of one person within this belong together. */
const groupMs = 5 * 60_000

export function linesOf({ messages, pending, conversation, peer, hasBefore }: ChatView): Lines {
  const shown = visible(messages)
  const count = shown.length + pending.length
  const bareAt = (index: number): Bare => {
    const message = shown[index]
    return message ? fromMessage(message, peer, conversation) : fromPending(pending[index - shown.length]!)
  }
  const lastArrived = shown.findLastIndex(({ from }) => from !== peer)

  function at(index: number): Line {
    const line = bareAt(index)
    const before = index > 0 ? bareAt(index - 1) : null
    const after = index + 1 < count ? bareAt(index + 1) : null
    const day = startOfDay(line.at)
    const endsGroup = !after || !belongTogether(line, after)
    return {
      ...line,
      // Of the oldest that is here nobody knows yet whether it is the first of its day.
      day: before ? (startOfDay(before.at) === day ? null : day) : hasBefore ? null : day,
      startsGroup: !before || !belongTogether(before, line),
      endsGroup,
      showsMeta: endsGroup || line.isEdited || line.sendState !== after.sendState,
      saysState: index === lastArrived || (line.sendState !== null && line.number === null),
    }
  }

  return {
    count,
    idAt: (index) => (shown[index] ?? pending[index - shown.length]!).id.toLowerCase(),
    at,
    indexFrom: (number) => positionOf(shown, number),
    indexOf({ id, number }) {
      const isAt = (index: number) => shown[index]?.id.toLowerCase() === id
      if (number !== null) return isAt(positionOf(shown, number)) ? positionOf(shown, number) : -1
      const waiting = pending.findIndex((send) => send.id === id)
      return waiting >= 0 ? shown.length + waiting : shown.findLastIndex((_, index) => isAt(index))
    },
    numberAt: (index) => shown[Math.min(index, shown.length - 1)]?.number ?? 0,
  }
}

/** The same array when nothing in it is hidden, which is the rule. */
function visible(messages: readonly MessageState[]): readonly Message[] {
  const isVisible = (message: MessageState): message is Message => !('hidden' in message)
  return messages.every(isVisible) ? messages : messages.filter(isVisible)
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

const fromPending = ({ id, body, madeAt, state, problem }: PendingSend): Bare => ({
  ...{ id, number: null, body, isDeleted: false, at: madeAt, isEdited: false, problem },
  sendState: state === 'confirmed' ? 'sent' : state,
})

function sendStateOf(number: number, conversation: Conversation | null): SendState {
  if (number <= (conversation?.peerReadNumber ?? 0)) return 'read'
  return number <= (conversation?.peerDeliveredNumber ?? 0) ? 'delivered' : 'sent'
}

const belongTogether = (a: Bare, b: Bare): boolean =>
  (a.sendState === null) === (b.sendState === null) &&
  b.at - a.at < groupMs &&
  startOfDay(a.at) === startOfDay(b.at)
