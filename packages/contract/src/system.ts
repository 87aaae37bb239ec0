import { type Static, Type } from 'typebox'
import { SignUpPolicy } from './invitations.ts'
import type { Operation } from './operation.ts'

export const Instance = Type.Object({
  version: Type.String(),
  needsSetUp: Type.Boolean({ description: 'There is no administrator yet.' }),
  offersDemo: Type.Boolean({
    description:
      'This very client could begin a demo, or go on with it: on the same machine, before anybody has an account.',
  }),
  signUp: SignUpPolicy,
  mailsResets: Type.Boolean({ description: 'Who forgot their password can ask for a mail with a link.' }),
  adminMayRead: Type.Boolean({ description: 'Administrators can read messages; each time is recorded.' }),
  messagesToLoad: Type.Integer({ minimum: 1 }),
  messageMaxLength: Type.Integer({ minimum: 1, description: 'Unicode code points.' }),
})
export type Instance = Static<typeof Instance>

export const systemOperations = {
  getInstance: {
    summary: 'What a client should know before anyone signs in.',
    caller: 'anyone',
    replies: { 200: Instance },
    errors: [],
    limits: [],
  },
  getHealth: {
    summary: 'The process is alive.',
    caller: 'anyone',
    replies: { 200: Type.Object({ status: Type.Literal('ok') }) },
    errors: [],
    limits: [],
  },
  getReadiness: {
    summary: 'It takes requests: the database answers and it is not shutting down.',
    caller: 'anyone',
    replies: {
      200: Type.Object({
        status: Type.Literal('ready'),
        loopDelayMs: Type.Number({ description: 'Event-loop delay, p99 of the last seconds.' }),
      }),
    },
    errors: [],
    limits: [],
  },
} as const satisfies Record<string, Operation>
