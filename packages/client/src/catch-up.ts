// From any cursor to the head by the feed, and from nothing to a first cursor by the list.
import { type Conversation, type FeedItem, limits, type MessageState } from '@chatapp/contract'
import type { ChatEvent } from './apply.ts'
import type { Rest } from './rest.ts'
import { type ChatState, messageAt } from './state.ts'
import type { Store } from './store.ts'

export interface CatchUpContext {
  rest: Rest
  store: Store
  signal: AbortSignal
  /** An answer with messages of this peer may still land. */
  isUnderWay(peer: string): boolean
}

/** Where to start from nothing. */
export interface Start {
  head: number
  epoch: string
}

type MessageItem = Extract<FeedItem, { type: 'message' }>

/** Asks the feed until nothing remains. Gives the peers with new messages, or where to start over. */
export async function catchUp(context: CatchUpContext): Promise<{ peers: Set<string> } | { start: Start }> {
  const { rest, store, signal } = context
  const peers = new Set<string>()
  for (;;) {
    const { cursor: after, epoch } = store.get().state
    const feed = await rest.call('getFeed', { query: { after, limit: limits.pageMax } }, { signal })
    if (feed.reset || feed.epoch !== epoch || feed.head < after)
      return { start: { head: feed.head, epoch: feed.epoch } }

    const events: ChatEvent[] = []
    for (const item of feed.items) {
      if (item.type !== 'conversation') continue
      events.push({ type: 'conversation', conversation: item.conversation })
      if (hasNewMessages(store.get().state, item.conversation)) peers.add(item.conversation.peer.username)
    }
    events.push(...(await changedMessages(context, feed.items)))
    store.commit(...events, { type: 'cursor', cursor: feed.cursor })
    if (!feed.more) return { peers }
  }
}

function hasNewMessages({ conversations, histories }: ChatState, next: Conversation): boolean {
  const username = next.peer.username
  const known = conversations.get(username)
  const history = histories.get(username)
  const isHere = history !== undefined && (history.isLoaded || history.held.length > 0)
  return isHere || (known?.lastNumber ?? 0) < next.lastNumber
}

/** Old messages that changed: those that are here in an older state, or that an answer under way may bring in one. */
async function changedMessages(context: CatchUpContext, items: readonly FeedItem[]): Promise<ChatEvent[]> {
  const { rest, store, signal, isUnderWay } = context
  const wanted = items.filter((item): item is MessageItem => {
    if (item.type !== 'message') return false
    const known = messageAt(store.get().state.histories.get(item.with), item.number)
    return known ? known.version < item.version : isUnderWay(item.with)
  })
  const peers = new Map(wanted.map((item) => [item.id.toLowerCase(), item.with]))
  const ids = [...peers.keys()]
  const found: MessageState[] = []
  for (let at = 0; at < ids.length; at += limits.idsMax) {
    const query = { ids: ids.slice(at, at + limits.idsMax).join(',') }
    found.push(...(await rest.call('listMessages', { query }, { signal })).items)
  }
  return found.map((message) => ({
    type: 'message',
    peer: peers.get(message.id.toLowerCase()) ?? '',
    message,
  }))
}

/** The head was read first: whatever moves while the list is read stands above it, in the feed. */
export async function loadAll({ rest, store, signal }: CatchUpContext, start: Start): Promise<void> {
  store.commit({ type: 'reset', ...start })
  const conversations: Conversation[] = []
  let cursor: string | undefined
  do {
    const page = await rest.call(
      'listConversations',
      { query: { limit: limits.pageMax, cursor } },
      { signal },
    )
    conversations.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  store.commit({ type: 'loaded', conversations })
}
