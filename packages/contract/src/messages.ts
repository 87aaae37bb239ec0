import { type Static, Type } from 'typebox'
import { limits } from './limits.ts'
import type { Operation } from './operation.ts'
import { Count, Input, MessageId, Nullable, Text, Time, Username, UsernameInput } from './schema.ts'

export const Reaction = Type.Object({ emoji: Type.String(), from: Type.Array(Username) })

export const Attachment = Type.Object({
  id: Type.String(),
  name: Type.String(),
  mediaType: Type.String(),
  bytes: Count,
  width: Nullable(Type.Integer()),
  height: Nullable(Type.Integer()),
})

export const Message = Type.Object({
  id: MessageId,
  number: Type.Integer({
    minimum: 1,
    description: 'Its place in the conversation: 1, 2, 3 … without holes.',
  }),
  version: Type.Integer({ minimum: 1, description: 'Grows with every change of any kind.' }),
  revision: Type.Integer({ minimum: 1, description: 'Grows with edits of the text.' }),
  from: Username,
  to: Username,
  body: Type.String({ description: 'Empty once the message is deleted.' }),
  createdAt: Time,
  editedAt: Nullable(Time),
  deletedAt: Nullable(Time),
  replyTo: Nullable(MessageId),
  reactions: Type.Array(Reaction),
  attachments: Type.Array(Attachment),
})
export type Message = Static<typeof Message>

/** What is left of a message that the caller hid. */
export const HiddenMessage = Type.Object({
  id: MessageId,
  number: Type.Integer({ minimum: 1 }),
  version: Type.Integer({ minimum: 1 }),
  hidden: Type.Literal(true),
})
export type HiddenMessage = Static<typeof HiddenMessage>

export const MessageState = Type.Union([Message, HiddenMessage])
export type MessageState = Static<typeof MessageState>

export const MessagePage = Type.Object({
  items: Type.Array(MessageState, { description: 'Ascending by number.' }),
  hasBefore: Type.Boolean(),
  hasAfter: Type.Boolean(),
})
export type MessagePage = Static<typeof MessagePage>

const AnyNumber = Type.Integer({ minimum: 0, maximum: 9007199254740991 })

export const messageOperations = {
  listMessages: {
    summary:
      'A page of a conversation (`with`): the latest, or those before, after or around a number; or messages by ID (`ids`, separated by commas; those that are not yours are left out).',
    caller: 'person',
    query: Input({
      with: Type.Optional(UsernameInput),
      before: Type.Optional(AnyNumber),
      after: Type.Optional(AnyNumber),
      around: Type.Optional(AnyNumber),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.pageMax })),
      ids: Type.Optional(Text({ minLength: 36, maxLength: limits.idsMax * 37 })),
    }),
    replies: { 200: MessagePage },
    errors: ['not_found'],
    limits: ['reads'],
  },
  sendMessage: {
    summary:
      'Send a message. The ID is the idempotency key: the same one with the same content answers 200 and the message as it stands, with other content `id_conflict`.',
    caller: 'person',
    body: Input({
      id: Type.Optional(MessageId),
      to: UsernameInput,
      body: Text(),
      replyTo: Type.Optional(MessageId),
    }),
    replies: { 200: Message, 201: Message },
    errors: ['not_accepting', 'not_found', 'id_conflict', 'insufficient_storage'],
    limits: ['sends'],
    holdsMessage: true,
  },
  getMessage: {
    summary: 'One message, for the two people who hold the conversation.',
    caller: 'person',
    params: Input({ id: MessageId }),
    replies: { 200: MessageState },
    errors: ['not_found'],
    limits: ['reads'],
  },
} as const satisfies Record<string, Operation>
