import type { Conversation, Message, MessageState } from '@chatapp/contract'
import type { Range } from './ranges.ts'

/** What this device holds of one conversation's messages. */
export interface History {
  /** Ascending by number; some may lie outside of every held range. */
  readonly messages: readonly MessageState[]
  /** The numbers of which every message is here. */
  readonly held: readonly Range[]
  /** A page that reaches the newest message has come. */
  readonly isLoaded: boolean
}

/** What this device knows, all of it immutable. Peers are lower-case usernames. */
export interface ChatState {
  readonly me: string
  /** Every change of the caller's feed up to this number is applied, once `isComplete`. */
  readonly cursor: number
  /** The database's life that the cursor belongs to; null before the first `hello`. */
  readonly epoch: string | null
  /** The list of conversations has been loaded since the last start. */
  readonly isComplete: boolean
  /** Grows with each start from nothing: an answer to a request made before it is void. */
  readonly generation: number
  readonly conversations: ReadonlyMap<string, Conversation>
  readonly histories: ReadonlyMap<string, History>
}

export const emptyHistory: History = { messages: [], held: [], isLoaded: false }

export const emptyState = (me: string): ChatState => ({
  me,
  cursor: 0,
  epoch: null,
  isComplete: false,
  generation: 0,
  conversations: new Map(),
  histories: new Map(),
})

export const peerOf = (me: string, message: Message): string =>
  message.from === me ? message.to : message.from

/** Where the number stands, or would stand, among messages ascending by number. */
export function positionOf(messages: readonly MessageState[], number: number): number {
  let low = 0
  let high = messages.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (messages[middle]!.number < number) low = middle + 1
    else high = middle
  }
  return low
}

export function messageAt(history: History | undefined, number: number): MessageState | undefined {
  const message = history?.messages[positionOf(history.messages, number)]
  return message?.number === number ? message : undefined
}

/** The peers whose history or conversation differs between two states. */
export function changedPeers(before: ChatState, after: ChatState): Set<string> {
  const peers = new Set<string>()
  if (before.histories !== after.histories)
    for (const [peer, history] of after.histories) if (before.histories.get(peer) !== history) peers.add(peer)
  if (before.conversations !== after.conversations)
    for (const [peer, conversation] of after.conversations)
      if (before.conversations.get(peer) !== conversation) peers.add(peer)
  return peers
}
