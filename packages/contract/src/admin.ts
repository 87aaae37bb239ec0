import { type Static, Type } from 'typebox'
import { type AuditAction, auditActions } from './audit.ts'
import type { Operation } from './operation.ts'
import {
  Count,
  Input,
  MessageId,
  Nullable,
  Page,
  PageQuery,
  Text,
  Time,
  Username,
  UsernameInput,
} from './schema.ts'

const Action = Type.Unsafe<AuditAction>({ type: 'string', enum: [...auditActions] })

export const AuditEntry = Type.Object({
  id: Type.String(),
  at: Time,
  action: Action,
  actor: Nullable(
    Type.String({ description: 'Who did it; null: the command line, or nobody who is known.' }),
  ),
  subject: Nullable(Type.String({ description: 'Whose account it is about.' })),
  address: Nullable(Type.String()),
  detail: Nullable(
    Type.Unsafe<Record<string, string | number>>({
      type: 'object',
      additionalProperties: { type: ['string', 'number'] },
    }),
  ),
})
export type AuditEntry = Static<typeof AuditEntry>

const P99 = Nullable(
  Type.Number({ description: 'Milliseconds in which 99 of 100 sends were on the disk; null without any.' }),
)

/** A process that serves this instance, by its own word. */
const Node = Type.Object({
  id: Type.String(),
  isAnswering: Type.Boolean({ description: 'This very answer comes from it.' }),
  version: Type.String(),
  startedAt: Time,
  sockets: Count,
  online: Type.Integer({ minimum: 0, description: 'People with a socket here.' }),
  sends: Type.Integer({ minimum: 0, description: 'In the last whole minute.' }),
  sendP99Ms: P99,
})

const Minute = Type.Object({ at: Time, online: Count, sends: Count, sendP99Ms: P99 })

/** How the instance does, over all its processes. */
export const Overview = Type.Object({
  people: Type.Integer({ minimum: 0, description: 'Accounts; at most a minute old.' }),
  online: Type.Integer({ minimum: 0, description: 'Who has sockets at two processes counts twice.' }),
  sockets: Count,
  sends: Type.Integer({ minimum: 0, description: 'In the last whole minute.' }),
  sendP99Ms: P99,
  databaseBytes: Type.Integer({ minimum: 0, description: 'At most a minute old.' }),
  nodes: Type.Array(Node),
  minutes: Type.Array(Minute, {
    description: 'The last hour as the answering process has seen it, whole minutes, oldest first.',
  }),
})
export type Overview = Static<typeof Overview>

/** A message as far as administrators see it. */
export const MessageRecord = Type.Object({
  id: MessageId,
  from: Username,
  to: Username,
  number: Type.Integer({ minimum: 1 }),
  createdAt: Time,
  editedAt: Nullable(Time),
  deletedAt: Nullable(Time),
  length: Type.Integer({ minimum: 0, description: 'Unicode code points.' }),
  body: Type.Optional(
    Type.String({ description: 'Only with `bodies`, where the server allows that at all.' }),
  ),
})
export type MessageRecord = Static<typeof MessageRecord>

const Moment = Text({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,3})?Z$' })

export const adminOperations = {
  getOverview: {
    summary: 'How the instance does: people, sockets, sends, the database and its processes.',
    caller: 'admin',
    onlySessions: true,
    replies: { 200: Overview },
    errors: [],
    limits: ['reads'],
  },
  listAudit: {
    summary:
      'Who did what to whose account, newest first; `user` gives what they did and what was done to them.',
    caller: 'admin',
    onlySessions: true,
    query: Input({ user: Type.Optional(UsernameInput), action: Type.Optional(Action), ...PageQuery }),
    replies: { 200: Page(AuditEntry) },
    errors: ['not_found'],
    limits: ['reads'],
  },
  listMessageRecords: {
    summary:
      'When somebody (`user`) wrote with whom, one conversation after the other, the latest first, newest messages first; or with one person only (`with`). A page may be short, or empty, and have a next one. Texts come with `bodies=true` alone, where ADMIN_MAY_READ is on, and each such request is recorded.',
    caller: 'admin',
    onlySessions: true,
    query: Input({
      user: UsernameInput,
      with: Type.Optional(UsernameInput),
      after: Type.Optional(Moment),
      before: Type.Optional(Moment),
      bodies: Type.Optional(Text({ pattern: '^true$' })),
      ...PageQuery,
    }),
    replies: { 200: Page(MessageRecord) },
    errors: ['not_found'],
    limits: ['reads'],
  },
} as const satisfies Record<string, Operation>
