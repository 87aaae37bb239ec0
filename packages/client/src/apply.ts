// (state, event) -> state, pure: the same reference comes back when nothing changes. Every arrival goes through here.
import type { Conversation, Marks, Message, MessagePage, MessageState } from '@chatapp/contract'
import { afterCreated, afterMarks, afterSent } from './derive.ts'
import { addRange } from './ranges.ts'
import { type ChatState, emptyHistory, type History, peerOf, positionOf } from './state.ts'

export type ChatEvent =
  /** The state of a message, wherever it came from. */
  | { readonly type: 'message'; readonly peer: string; readonly message: MessageState }
  /** A new message at its place in the feed. */
  | { readonly type: 'created'; readonly message: Message; readonly seq: number }
  /** The answer to an own send. */
  | { readonly type: 'sent'; readonly message: Message }
  | { readonly type: 'conversation'; readonly conversation: Conversation }
  | { readonly type: 'marks'; readonly marks: Marks }
  /** A page of history, with the bounds that were asked for. */
  | {
      readonly type: 'page'
      readonly peer: string
      readonly page: MessagePage
      readonly before?: number | undefined
      readonly after?: number | undefined
    }
  | { readonly type: 'cursor'; readonly cursor: number }
  /** Start from nothing: the head was read, the list comes next. */
  | { readonly type: 'reset'; readonly head: number; readonly epoch: string }
  /** The whole list, read after the head. */
  | { readonly type: 'loaded'; readonly conversations: readonly Conversation[] }

export function apply(state: ChatState, event: ChatEvent): ChatState {
  switch (event.type) {
    case 'message':
      return withHistory(state, event.peer, (history) => withMessage(history, event.message))
    case 'created':
      return applyCreated(state, event.message, event.seq)
    case 'sent':
      return applySent(state, event.message)
    case 'conversation':
      return withNewer(state, event.conversation)
    case 'marks': {
      const { conversations, histories } = state
      const peer = event.marks.with
      const next = afterMarks(conversations.get(peer), event.marks, histories.get(peer) ?? emptyHistory)
      return next ? withConversation(state, next) : state
    }
    case 'page':
      return withHistory(state, event.peer, (history) => withPage(history, event))
    case 'cursor':
      return event.cursor === state.cursor ? state : { ...state, cursor: event.cursor }
    case 'reset':
      return {
        ...state,
        cursor: event.head,
        epoch: event.epoch,
        isComplete: false,
        generation: state.generation + 1,
        histories: new Map(),
      }
    case 'loaded': {
      const conversations = new Map<string, Conversation>()
      for (const next of event.conversations) {
        const { username } = next.peer
        if ((conversations.get(username)?.seq ?? -1) < next.seq) conversations.set(username, next)
      }
      return { ...state, isComplete: true, conversations }
    }
  }
}

/** Whose conversation has to be fetched before the event can be applied in full; null: nobody's. */
export function conversationToFetch(state: ChatState, event: ChatEvent): string | null {
  const { me, conversations, histories } = state
  if (event.type === 'created') {
    const peer = peerOf(me, event.message)
    return afterCreated(conversations.get(peer), event.message, me, event.seq) ? null : peer
  }
  if (event.type === 'marks') {
    const peer = event.marks.with
    return afterMarks(conversations.get(peer), event.marks, histories.get(peer) ?? emptyHistory) ? null : peer
  }
  return null
}

function applyCreated(state: ChatState, message: Message, seq: number): ChatState {
  const peer = peerOf(state.me, message)
  const next = afterCreated(state.conversations.get(peer), message, state.me, seq)
  const kept = withHistory(state, peer, (history) => withHeldMessage(history, message))
  return next ? withConversation(kept, next) : kept
}

function applySent(state: ChatState, message: Message): ChatState {
  const peer = peerOf(state.me, message)
  const known = state.conversations.get(peer)
  const kept = withHistory(state, peer, (history) => withHeldMessage(history, message))
  return known ? withConversation(kept, afterSent(known, message)) : kept
}

/** A conversation is replaced as a whole, by a later state only. */
function withNewer(state: ChatState, next: Conversation): ChatState {
  const known = state.conversations.get(next.peer.username)
  if (known && known.seq >= next.seq) return state
  return withConversation(state, next)
}

function withConversation(state: ChatState, next: Conversation): ChatState {
  const known = state.conversations.get(next.peer.username)
  if (known && isSame(known, next)) return state
  return { ...state, conversations: new Map(state.conversations).set(next.peer.username, next) }
}

const isSame = (a: Conversation, b: Conversation): boolean =>
  a === b || (Object.keys(b) as (keyof Conversation)[]).every((key) => Object.is(a[key], b[key]))

function withHistory(state: ChatState, peer: string, change: (history: History) => History): ChatState {
  const known = state.histories.get(peer) ?? emptyHistory
  const next = change(known)
  return next === known ? state : { ...state, histories: new Map(state.histories).set(peer, next) }
}

/** Kept even where no range is held: an older page that lands later must find it, or would bring the old text back. */
function withMessage(history: History, message: MessageState): History {
  const messages = keepNewer(history.messages, [message])
  return messages === history.messages ? history : { ...history, messages }
}

function withHeldMessage(history: History, message: Message): History {
  const messages = keepNewer(history.messages, [message])
  const held = addRange(history.held, message.number, message.number)
  return messages === history.messages && held === history.held ? history : { ...history, messages, held }
}

function withPage(history: History, { page, before, after }: Extract<ChatEvent, { type: 'page' }>): History {
  const messages = keepNewer(history.messages, page.items)
  const lastItem = page.items.at(-1)?.number ?? 0
  const first = after !== undefined ? after + 1 : page.hasBefore ? (page.items[0]?.number ?? Infinity) : 1
  const last = before !== undefined && page.hasAfter ? before - 1 : lastItem
  const held = addRange(history.held, first, last)
  const isLoaded = history.isLoaded || !page.hasAfter
  const isUnchanged = messages === history.messages && held === history.held && isLoaded === history.isLoaded
  return isUnchanged ? history : { messages, held, isLoaded }
}

/** Both ascending. What arrived takes its place with one copy, however much is here and however much arrived. */
function keepNewer(
  messages: readonly MessageState[],
  arrived: readonly MessageState[],
): readonly MessageState[] {
  const last = arrived.at(-1)
  if (!last) return messages
  const from = positionOf(messages, arrived[0]!.number)
  const to = positionOf(messages, last.number + 1)
  const merged = merge(messages.slice(from, to), arrived)
  return merged ? messages.toSpliced(from, to - from, ...merged) : messages
}

/** Null when nothing that arrived is newer. */
function merge(known: readonly MessageState[], arrived: readonly MessageState[]): MessageState[] | null {
  const merged: MessageState[] = []
  let at = 0
  let isNewer = false
  for (const message of arrived) {
    while (at < known.length && known[at]!.number < message.number) merged.push(known[at++]!)
    const same = known[at]?.number === message.number ? known[at++] : undefined
    const isKept = same !== undefined && same.version >= message.version
    merged.push(isKept ? same : message)
    isNewer ||= !isKept
  }
  return isNewer ? merged : null
}
