// The cast as data: messages and conversations the way the server would give them.
import type { Conversation, Me, Message, Problem } from '@chatapp/contract'
import type { ApiError } from '../api-error.ts'
import { apply, type ChatEvent } from '../apply.ts'
import { type ChatState, emptyState } from '../state.ts'

export const user = (username: string) => ({ username, name: username, avatarUrl: null })

export const me = (username: string): Me => ({
  ...user(username),
  bio: '',
  email: `${username}@example.org`,
  pendingEmail: null,
  role: 'user',
  createdAt: '2026-01-01T00:00:00.000Z',
})

export const idOf = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`

/** A message from ben to ana unless told otherwise. */
export const message = (number: number, patch: Partial<Message> = {}): Message => ({
  id: idOf(number),
  number,
  version: 1,
  revision: 1,
  from: 'ben',
  to: 'ana',
  body: `message ${number}`,
  createdAt: new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString(),
  editedAt: null,
  deletedAt: null,
  replyTo: null,
  reactions: [],
  attachments: [],
  ...patch,
})

export const fromAna = (number: number, patch: Partial<Message> = {}): Message =>
  message(number, { from: 'ana', to: 'ben', ...patch })

/** Ana's conversation with ben, in which everything is read, unless told otherwise. */
export const conversation = (lastNumber: number, patch: Partial<Conversation> = {}): Conversation => ({
  peer: user('ben'),
  lastMessage: lastNumber > 0 ? message(lastNumber) : null,
  lastNumber,
  unread: 0,
  readNumber: lastNumber,
  deliveredNumber: lastNumber,
  peerReadNumber: lastNumber,
  peerDeliveredNumber: lastNumber,
  mutedUntil: null,
  pinned: false,
  archived: false,
  markedUnread: false,
  clearedBefore: 0,
  request: null,
  blocked: false,
  draft: null,
  seq: lastNumber,
  ...patch,
})

export const problem = (code: ApiError['code'], status: number, patch: Partial<Problem> = {}): Problem => ({
  type: `https://example.org/errors#${code}`,
  title: code,
  status,
  code,
  requestId: 'r-1',
  ...patch,
})

/** Ana's state after some events. */
export const anaAfter = (...events: ChatEvent[]): ChatState => events.reduce(apply, emptyState('ana'))

export const page = (
  items: Message[],
  {
    hasBefore = false,
    hasAfter = false,
    ...bounds
  }: Partial<Record<'hasBefore' | 'hasAfter', boolean>> & {
    before?: number
    after?: number
  } = {},
): ChatEvent => ({ type: 'page', peer: 'ben', page: { items, hasBefore, hasAfter }, ...bounds })

export const numbers = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i)
