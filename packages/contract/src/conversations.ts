import { type Static, Type } from 'typebox'
import { limits } from './limits.ts'
import { MessageState } from './messages.ts'
import type { Operation } from './operation.ts'
import { User } from './people.ts'
import { Count, Input, Nullable, Page, PageQuery, Seq, Time, Username, UsernameInput } from './schema.ts'

export const Conversation = Type.Object({
  peer: User,
  lastMessage: Nullable(MessageState),
  lastNumber: Count,
  unread: Type.Integer({
    minimum: 0,
    maximum: limits.unreadMax,
    description: "The peer's messages above readNumber that are not deleted; 100 stands for 100 or more.",
  }),
  readNumber: Count,
  deliveredNumber: Count,
  peerReadNumber: Count,
  peerDeliveredNumber: Count,
  mutedUntil: Nullable(Time),
  pinned: Type.Boolean(),
  archived: Type.Boolean(),
  markedUnread: Type.Boolean(),
  clearedBefore: Count,
  request: Type.Unsafe<null | 'incoming' | 'outgoing'>({
    type: ['string', 'null'],
    enum: [null, 'incoming', 'outgoing'],
  }),
  blocked: Type.Boolean(),
  draft: Nullable(Type.Object({ body: Type.String(), revision: Type.Integer() })),
  seq: Seq,
})
export type Conversation = Static<typeof Conversation>

/** How far each of the two has read, and how far the other one's devices hold the messages. */
export const Marks = Type.Object({
  with: Username,
  seq: Seq,
  read: Count,
  peerRead: Count,
  peerDelivered: Count,
})
export type Marks = Static<typeof Marks>

export const conversationOperations = {
  listConversations: {
    summary: "The caller's conversations, latest activity first.",
    caller: 'person',
    query: Input(PageQuery),
    replies: { 200: Page(Conversation) },
    errors: [],
    limits: ['reads'],
  },
  getConversation: {
    summary: 'One conversation.',
    caller: 'person',
    params: Input({ username: UsernameInput }),
    replies: { 200: Conversation },
    errors: ['not_found'],
    limits: ['reads'],
  },
  markRead: {
    summary: 'Move the read mark up to a number. It never goes down; above `lastNumber` is refused.',
    caller: 'person',
    params: Input({ username: UsernameInput }),
    body: Input({ number: Type.Integer({ minimum: 0, maximum: 9007199254740991 }) }),
    replies: { 200: Marks },
    errors: ['not_found'],
    limits: ['writes'],
  },
} as const satisfies Record<string, Operation>
