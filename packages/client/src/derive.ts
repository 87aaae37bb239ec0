// How a conversation follows from what happens in it, when that can be told without asking the server.
import { type Conversation, limits, type Marks, type Message } from '@chatapp/contract'
import { holdsAll } from './ranges.ts'
import { type History, positionOf } from './state.ts'

/** After a new message with its place in the feed; null: only the server knows. */
export function afterCreated(
  known: Conversation | undefined,
  message: Message,
  me: string,
  seq: number,
): Conversation | null {
  if (!known) return null
  if (known.seq >= seq) return known
  const isOwn = message.from === me
  const isNext = message.number === known.lastNumber + 1
  if (!isNext && !(isOwn && message.number <= known.lastNumber)) return null
  // What a message does to these besides being the latest is the server's to say.
  if (known.request !== null || known.archived || message.deletedAt !== null) return null
  if (isOwn) return { ...withOwn(known, message), seq }
  return {
    ...known,
    seq,
    lastMessage: message,
    lastNumber: message.number,
    unread: Math.min(limits.unreadMax, known.unread + 1),
    peerReadNumber: follow(known.peerReadNumber, message.number),
  }
}

/** After the answer to an own send, which carries no place in the feed: `seq` stays. */
export function afterSent(known: Conversation, message: Message): Conversation {
  return message.number === known.lastNumber + 1 ? withOwn(known, message) : known
}

function withOwn(known: Conversation, message: Message): Conversation {
  const isLast = message.number >= known.lastNumber
  const isNewer = known.lastMessage?.number !== message.number || known.lastMessage.version < message.version
  return {
    ...known,
    lastMessage: isLast && isNewer ? message : known.lastMessage,
    lastNumber: Math.max(known.lastNumber, message.number),
    readNumber: follow(known.readNumber, message.number),
  }
}

/** One's own message is read by sending it only when everything before it was. */
const follow = (mark: number, number: number): number => (mark === number - 1 ? number : mark)

/** After marks: the maximum wins. Null: how many remain unread, only the server knows. */
export function afterMarks(
  known: Conversation | undefined,
  marks: Marks,
  history: History,
): Conversation | null {
  if (!known) return null
  const readNumber = Math.max(known.readNumber, marks.read)
  const hasRead = readNumber > known.readNumber
  if (hasRead && known.markedUnread) return null
  const unread = hasRead ? countUnread(known, history, readNumber) : known.unread
  if (unread === null) return null
  return {
    ...known,
    readNumber,
    unread,
    peerReadNumber: Math.max(known.peerReadNumber, marks.peerRead),
    peerDeliveredNumber: Math.max(known.peerDeliveredNumber, marks.peerDelivered),
    seq: Math.max(known.seq, marks.seq),
  }
}

function countUnread(known: Conversation, history: History, read: number): number | null {
  if (read >= known.lastNumber) return 0
  if (!holdsAll(history.held, read + 1, known.lastNumber)) return null
  let count = 0
  for (let at = positionOf(history.messages, read + 1); at < history.messages.length; at++) {
    const message = history.messages[at]!
    if (message.number > known.lastNumber || count === limits.unreadMax) break
    if ('hidden' in message) return null
    if (message.from === known.peer.username && message.deletedAt === null) count += 1
  }
  return count
}
