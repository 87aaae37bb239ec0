import type { Conversation, Instance, Me, MessageState } from '@chatapp/contract'
import { isShown, type PendingSend } from './pending-send.ts'
import { shownRange } from './ranges.ts'
import { emptyHistory, type History, positionOf } from './state.ts'
import type { ClientStatus, Model } from './store.ts'

/** One moment of everything there is to draw. Immutable; parts that did not change stay the same objects. */
export interface Snapshot {
  readonly status: ClientStatus
  /** Who is signed in; null: nobody, or not known yet. */
  readonly me: Me | null
  /** What the server says of itself; null until it has answered. */
  readonly instance: Instance | null
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
  /** Ascending by number, without what lies beyond a hole too large to be filled by itself. */
  readonly messages: readonly MessageState[]
  /** To be drawn after the messages, oldest first: queued, sending or failed. Draw both by `id`. */
  readonly pending: readonly PendingSend[]
  /** There are older messages: `loadOlder` brings them. */
  readonly hasBefore: boolean
  /** The newest messages are here, or known to be none. */
  readonly isLoaded: boolean
  readonly isLoading: boolean
  readonly isLoadingOlder: boolean
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
  const range = shownRange(history.held)
  const load = loads.get(peer)
  const view: ChatView = {
    peer,
    conversation: (isMine && state.conversations.get(peer)) || null,
    messages:
      known?.history === history ? known.view.messages : shownMessages(history.messages, range?.first),
    pending: pendingOf(model, peer, known?.view.pending),
    hasBefore: range !== null && range.first > 1,
    isLoaded: history.isLoaded || range?.first === 1,
    isLoading: load?.isLatest ?? false,
    isLoadingOlder: load?.isOlder ?? false,
  }
  return { model, history, view: known && isSameView(known.view, view) ? known.view : view }
}

function shownMessages(
  messages: readonly MessageState[],
  first: number | undefined,
): readonly MessageState[] {
  if (first === undefined) return []
  const at = positionOf(messages, first)
  return at === 0 ? messages : messages.slice(at)
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
