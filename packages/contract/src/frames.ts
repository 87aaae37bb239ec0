import { type Static, Type } from 'typebox'
import { Marks } from './conversations.ts'
import { Count, Input, MessageId, Seq, Username, UsernameInput } from './schema.ts'

/** What the server says on the socket. It rings the bell; bodies are fetched. */
export const ServerFrame = Type.Union([
  Type.Object({
    type: Type.Literal('hello'),
    head: Seq,
    epoch: Type.String(),
    beatSeconds: Type.Integer({
      description: 'A beat comes this often; silence for longer means: reconnect.',
    }),
  }),
  Type.Object({ type: Type.Literal('message.created'), id: MessageId, seq: Seq }),
  Type.Object({ type: Type.Literal('message.changed'), id: MessageId, seq: Seq }),
  Type.Object({ type: Type.Literal('conversation.changed'), with: Username, seq: Seq }),
  Type.Object({ type: Type.Literal('marks'), ...Marks.properties }),
  Type.Object(
    { type: Type.Literal('me.changed') },
    { description: "The caller's own name, picture or bio: ask who is signed in." },
  ),
  Type.Object({ type: Type.Literal('beat'), head: Seq }),
  Type.Object(
    { type: Type.Literal('behind'), head: Seq },
    { description: 'Bells were folded into this one.' },
  ),
  Type.Object({ type: Type.Literal('bye'), code: Type.Integer() }),
])
export type ServerFrame = Static<typeof ServerFrame>

/** What a client says. */
export const ClientFrame = Type.Union([
  Input({ type: Type.Literal('ack'), with: UsernameInput, number: Count }),
  Input({ type: Type.Literal('beat') }),
])
export type ClientFrame = Static<typeof ClientFrame>
