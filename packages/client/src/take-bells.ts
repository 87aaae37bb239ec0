// The bells that follow on the cursor: fetch what they announce, apply it, move the cursor.
import type { Conversation, MessageState } from '@chatapp/contract'
import { ApiError, isRetryable } from './api-error.ts'
import { type ChatEvent, conversationToFetch } from './apply.ts'
import type { Bell, Bells } from './bells.ts'
import type { Rest } from './rest.ts'
import { peerOf } from './state.ts'
import type { Store } from './store.ts'

export interface BellContext {
  rest: Rest
  store: Store
  bells: Bells
  signal: AbortSignal
}

/** Takes what comes next. False: the bells cannot be followed, the feed has to be asked. */
export async function takeBells(context: BellContext): Promise<boolean> {
  const { store, bells } = context
  const { cursor } = store.get().state
  const run = bells.createdRun(cursor)
  try {
    if (run.length > 0) return await takeCreated(context, run)
    const bell = bells.next(cursor)
    return bell === null || (await takeOne(context, bell))
  } catch (error) {
    const isRefused = error instanceof ApiError && error.status !== 401 && !isRetryable(error)
    if (isRefused) return false
    throw error
  }
}

async function takeCreated(context: BellContext, run: { id: string; seq: number }[]): Promise<boolean> {
  const messages = await getMessages(
    context,
    run.map(({ id }) => id),
  )
  for (const { id, seq } of run) {
    const message = messages.get(id.toLowerCase())
    if (!message || 'hidden' in message) return false
    if (!(await commitAt(context, seq, { type: 'created', message, seq }))) return false
  }
  return true
}

async function takeOne(context: BellContext, bell: Bell): Promise<boolean> {
  switch (bell.type) {
    case 'message.created':
      return takeCreated(context, [bell])
    case 'message.changed': {
      const { rest, store, signal } = context
      const message = await rest.call('getMessage', { params: { id: bell.id } }, { signal })
      if ('hidden' in message) return false
      const peer = peerOf(store.get().state.me, message)
      const conversation = await getConversation(context, peer)
      return commitWith(context, bell.seq, conversation, { type: 'message', peer, message })
    }
    case 'conversation.changed':
      return commitWith(context, bell.seq, await getConversation(context, bell.with))
    case 'marks':
      return commitAt(context, bell.seq, { type: 'marks', marks: bell })
  }
}

/** Applies the event, after its conversation was fetched if it cannot be told without. */
async function commitAt(context: BellContext, seq: number, event: ChatEvent): Promise<boolean> {
  const { store } = context
  const peer = conversationToFetch(store.get().state, event)
  if (peer !== null) return commitWith(context, seq, await getConversation(context, peer), event)
  store.commit(event, { type: 'cursor', cursor: seq })
  return true
}

function commitWith(
  context: BellContext,
  seq: number,
  conversation: Conversation,
  ...events: ChatEvent[]
): boolean {
  // A state from before the bell would leave something undone below the cursor.
  if (conversation.seq < seq) return false
  context.store.commit({ type: 'conversation', conversation }, ...events, { type: 'cursor', cursor: seq })
  return true
}

async function getMessages({ rest, signal }: BellContext, ids: string[]): Promise<Map<string, MessageState>> {
  const [id, ...others] = ids
  if (id !== undefined && others.length === 0) {
    const message = await rest.call('getMessage', { params: { id } }, { signal })
    return new Map([[message.id.toLowerCase(), message]])
  }
  const page = await rest.call('listMessages', { query: { ids: ids.join(',') } }, { signal })
  return new Map(page.items.map((message) => [message.id.toLowerCase(), message]))
}

const getConversation = ({ rest, signal }: BellContext, username: string): Promise<Conversation> =>
  rest.call('getConversation', { params: { username } }, { signal })
