import { type Static, Type } from 'typebox'
import { Conversation } from './conversations.ts'
import { limits } from './limits.ts'
import type { Operation } from './operation.ts'
import { Input, MessageId, Seq, Username } from './schema.ts'

/** A conversation's latest state, or an old message that changed. */
export const FeedItem = Type.Union([
  Type.Object({ seq: Seq, type: Type.Literal('conversation'), conversation: Conversation }),
  Type.Object({
    seq: Seq,
    type: Type.Literal('message'),
    id: MessageId,
    with: Username,
    number: Type.Integer({ minimum: 1 }),
    version: Type.Integer({ minimum: 1 }),
  }),
])
export type FeedItem = Static<typeof FeedItem>

export const Feed = Type.Object({
  items: Type.Array(FeedItem, { description: 'Ascending by seq.' }),
  cursor: Type.Integer({ minimum: 0, description: 'Adopt this one.' }),
  head: Seq,
  more: Type.Boolean({ description: 'Items remain: ask again from `cursor`.' }),
  epoch: Type.String({ description: "Names the database's life; another one means: start over." }),
  reset: Type.Optional(Type.Boolean({ description: 'The cursor asked for is above the head: start over.' })),
})
export type Feed = Static<typeof Feed>

export const inboxOperations = {
  getFeed: {
    summary: 'What changed above a cursor, however old it is.',
    caller: 'person',
    query: Input({
      after: Type.Integer({ minimum: 0, maximum: 9007199254740991 }),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.pageMax })),
    }),
    replies: { 200: Feed },
    errors: [],
    limits: ['reads'],
  },
} as const satisfies Record<string, Operation>
