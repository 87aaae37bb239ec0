import { type Static, Type } from 'typebox'
import { limits } from './limits.ts'
import { formErrors, type Operation } from './operation.ts'
import { Input, Nullable, SessionId, Text, Time } from './schema.ts'
import { Code } from './second-factor.ts'

/** Somebody signed in somewhere. */
export const SessionState = Type.Object({
  id: SessionId,
  device: Nullable(Type.String({ description: 'Such as “Firefox on Windows”; null when it does not tell.' })),
  address: Nullable(Type.String({ description: 'From where it was begun.' })),
  createdAt: Time,
  lastActiveAt: Type.String({ description: 'ISO 8601, UTC, at most an hour old while it is used.' }),
  isCurrent: Type.Boolean({ description: 'Whether this very request came with it.' }),
})
export type SessionState = Static<typeof SessionState>

export const sessionOperations = {
  confirmIdentity: {
    summary:
      'Prove again who one is. What answers `reauthentication_required` is allowed for ten minutes then.',
    caller: 'person',
    body: Input({
      password: Text({ minLength: 1, maxLength: limits.passwordMax }),
      code: Type.Optional(Code),
    }),
    replies: { 204: null },
    errors: ['second_factor_required'],
    limits: ['writes'],
    onlySessions: true,
  },
  listSessions: {
    summary: `Where the caller is signed in: this session, then the others by last use, ${limits.sessionsMax} at most.`,
    caller: 'person',
    replies: { 200: Type.Object({ items: Type.Array(SessionState) }) },
    errors: [],
    limits: ['reads'],
    onlySessions: true,
  },
  endSession: {
    summary: 'End one session of the caller and close its sockets.',
    caller: 'person',
    params: Input({ id: SessionId }),
    replies: { 204: null },
    errors: [...formErrors, 'not_found'],
    limits: ['writes'],
    onlySessions: true,
  },
  endOtherSessions: {
    summary: 'End every session of the caller but this one, and close their sockets.',
    caller: 'person',
    replies: { 204: null },
    errors: [...formErrors],
    limits: ['writes'],
    onlySessions: true,
  },
} as const satisfies Record<string, Operation>
