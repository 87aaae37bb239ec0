import type { Conversation, Instance, Me, MessageState } from '@chatapp/contract'
import { isShown, type PendingSend } from './pending-send.ts'
import type { Range } from './ranges.ts'
import { emptyHistory, type History, positionOf } from './state.ts'
import type { ClientStatus, Model } from './store.ts'
import { shownOf } from './windows.ts'

/** One moment of everything there is to draw. Immutable; parts that did not change stay the same objects. */
export interface Snapshot {
  readonly status: ClientStatus
  /** Who is signed in; null: nobody, or not known yet. */
  readonly me: Me | null
  /** What the server says of itself; null until it has answered. */
  readonly instance: Instance | null
  /** While there is no connection: the server answers, and says that it cannot serve right now. */
  readonly isUnavailable: boolean
  /** The list of conversations has come. */
  readonly isLoaded: boolean
  /** Latest activity first. */
  readonly conversations: readonly Conversation[]
  /** The chat with a person, empty when nothing is known of it. */
  chat(peer: string): ChatView
}

export interface ChatView {
  /** Lower case. */
  readonly peer: string
  /** Null as long as there is none, or it has not come. */
  readonly conversation: Conversation | null
  /**
   * Ascending by number: those around the number the chat was opened at, or else the newest, down to a hole too large
   * to be filled by itself.
   */
  readonly messages: readonly MessageState[]
  /**
   * To be drawn after the messages, oldest first: queued, sending or failed. Draw both by `id`. They belong to the
   * newest end: empty while `hasAfter`.
   */
  readonly pending: readonly PendingSend[]
  /** There are older messages: `loadOlder` brings them. */
  readonly hasBefore: boolean
  /** The chat shows an older part of its history: `loadNewer` brings what follows, `showLatest` goes to the newest end. */
  readonly hasAfter: boolean
  /** What the chat is to show is here: the part it was opened at, or the newest messages, or none as there are none. */
  readonly isLoaded: boolean
  /** That is on its way. */
  readonly isLoading: boolean
  readonly isLoadingOlder: boolean
  readonly isLoadingNewer: boolean
}

export function createSnapshots(): (model: Model) => Snapshot {
  const chatOf = createChatViews()
  let last: { model: Model; snapshot: Snapshot } | null = null
  let sorted: { from: unknown; list: readonly Conversation[] } | null = null
  return (model) => {
    if (last?.model === model) return last.snapshot
    const { status, instance, state } = model
    const me = status === 'signedOut' ? null : model.me
    const from = me ? state.conversations : null
    if (sorted?.from !== from || !sorted) sorted = { from, list: byActivity([...(from?.values() ?? [])]) }
    const snapshot: Snapshot = {
      status,
      me,
      instance,
      isUnavailable: model.isUnavailable && status !== 'online',
      isLoaded: me !== null && state.isComplete,
      conversations: sorted.list,
      chat: (peer) => chatOf(model, peer.toLowerCase()),
    }
    last = { model, snapshot }
    return snapshot
  }
}

const byActivity = (conversations: Conversation[]): readonly Conversation[] =>
  conversations.sort(
    (a, b) => compare(activityOf(b), activityOf(a)) || compare(a.peer.username, b.peer.username),
  )

const activityOf = ({ lastMessage }: Conversation): string =>
  lastMessage && 'createdAt' in lastMessage ? lastMessage.createdAt : ''

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

interface Kept {
  readonly model: Model
  readonly history: History
  readonly range: Range | null
  readonly view: ChatView
}

function createChatViews() {
  const kept = new Map<string, Kept>()
  return (model: Model, peer: string): ChatView => {
    const known = kept.get(peer)
    if (known?.model === model) return known.view
    const next = toChatView(model, peer, known)
    kept.set(peer, next)
    return next.view
  }
}

function toChatView(model: Model, peer: string, known?: Kept): Kept {
  const { state, loads, me } = model
  const isMine = me !== null && model.status !== 'signedOut'
  const history = (isMine && state.histories.get(peer)) || emptyHistory
  const hasAfter = isMine && model.windows.has(peer)
  const range = isMine ? shownOf(model, peer) : null
  const load = loads.get(peer) ?? []
  const isSame = known?.history === history && isSameRange(known.range, range)
  const view: ChatView = {
    peer,
    conversation: (isMine && state.conversations.get(peer)) || null,
    messages: isSame
      ? known.view.messages
      : shownMessages(history, range, hasAfter ? known?.view.messages : none),
    pending: hasAfter ? none : pendingOf(model, peer, known?.view.pending),
    hasBefore: range !== null && range.first > 1,
    hasAfter,
    isLoaded: hasAfter ? range !== null : history.isLoaded || range?.first === 1,
    isLoading: load.includes(hasAfter ? 'around' : 'latest'),
    isLoadingOlder: load.includes('older'),
    isLoadingNewer: load.includes('newer'),
  }
  return { model, history, range, view: known && isSameView(known.view, view) ? known.view : view }
}

const none: readonly never[] = []

const isSameRange = (a: Range | null, b: Range | null): boolean =>
  a?.first === b?.first && a?.last === b?.last

/** `known` is given for a window: what happens outside of it leaves its list the same object. */
function shownMessages(
  { messages }: History,
  range: Range | null,
  known: readonly MessageState[] = none,
): readonly MessageState[] {
  if (range === null) return none
  const from = positionOf(messages, range.first)
  const to = positionOf(messages, range.last + 1)
  if (from === 0 && to === messages.length) return messages
  const isSame = to - from === known.length && known.every((message, at) => message === messages[from + at])
  return isSame ? known : messages.slice(from, to)
}

function pendingOf(
  { me, sends }: Model,
  peer: string,
  known: readonly PendingSend[] = [],
): readonly PendingSend[] {
  const pending = sends.filter((send) => send.to === peer && send.from === me?.username && isShown(send))
  const isSame = pending.length === known.length && pending.every((send, at) => send === known[at])
  return isSame ? known : pending
}

const isSameView = (a: ChatView, b: ChatView): boolean =>
  (Object.keys(b) as (keyof ChatView)[]).every((key) => a[key] === b[key])
