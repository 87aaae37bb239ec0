import { type Static, Type } from 'typebox'
import { Me, Registration } from './accounts.ts'
import { limits } from './limits.ts'
import type { Operation } from './operation.ts'
import { Count, Input, Nullable, Page, PageQuery, Text, Time, UsernameInput } from './schema.ts'

const accountProperties = {
  username: Me.properties.username,
  name: Me.properties.name,
  avatarUrl: Me.properties.avatarUrl,
  email: Me.properties.email,
  role: Me.properties.role,
  banned: Type.Boolean({ description: 'May not sign in, and nobody may write to them.' }),
  createdAt: Time,
  lastActiveAt: Nullable(
    Type.String({ description: 'ISO 8601, UTC, known to the hour; null for who is signed in nowhere.' }),
  ),
}

/** Somebody's account, as administrators see it. */
export const Account = Type.Object(accountProperties)
export type Account = Static<typeof Account>

/** The same, with how often they are signed in. */
export const WholeAccount = Type.Object({ ...accountProperties, sessions: Count })
export type WholeAccount = Static<typeof WholeAccount>

/** Works once, and is shown once: nothing of it is kept but a digest. */
export const OneTimeLink = Type.Object({ link: Type.String(), expiresAt: Time })
export type OneTimeLink = Static<typeof OneTimeLink>

const params = Input({ username: UsernameInput })
/** What a write without a body may be answered with for its form. */
const formErrors = ['bad_request', 'payload_too_large', 'unsupported_media_type'] as const

export const adminAccountOperations = {
  listAccounts: {
    summary:
      'Everyone by name, or those whose username, name or e-mail begins with `q`: who has which role, and when they were last here.',
    caller: 'admin',
    onlySessions: true,
    query: Input({ q: Type.Optional(Text({ maxLength: limits.searchMax })), ...PageQuery }),
    replies: { 200: Page(Account) },
    errors: [],
    limits: ['reads', 'peopleSearch'],
  },
  createAccount: {
    summary: 'Make an account for somebody. The link sets its first password, once, within a week.',
    caller: 'admin',
    onlySessions: true,
    body: Input({
      name: Registration.name,
      username: Registration.username,
      email: Registration.email,
    }),
    replies: { 201: Type.Object({ account: WholeAccount, ...OneTimeLink.properties }) },
    errors: [],
    limits: ['writes'],
  },
  getAccount: {
    summary: 'One account.',
    caller: 'admin',
    onlySessions: true,
    params,
    replies: { 200: WholeAccount },
    errors: ['not_found'],
    limits: ['reads'],
  },
  setRole: {
    summary:
      'Make somebody an administrator, or none. Not oneself, and never the last one. Holds for their sessions at once.',
    caller: 'admin',
    onlySessions: true,
    params,
    body: Input({ role: Me.properties.role }),
    replies: { 200: WholeAccount },
    errors: ['not_found', 'reauthentication_required'],
    limits: ['writes'],
  },
  ban: {
    summary:
      'Suspend an account: its sessions end, nobody signs in with it, and nobody can write to that person. Not oneself, and never the last administrator.',
    caller: 'admin',
    onlySessions: true,
    params,
    body: Input({ reason: Type.Optional(Text({ maxLength: limits.reasonMax })) }),
    replies: { 200: WholeAccount },
    errors: ['not_found', 'reauthentication_required'],
    limits: ['writes'],
  },
  unban: {
    summary: 'Let a suspended person in again.',
    caller: 'admin',
    onlySessions: true,
    params,
    replies: { 200: WholeAccount },
    errors: [...formErrors, 'not_found'],
    limits: ['writes'],
  },
  createResetLink: {
    summary: 'A link that sets a new password, once, within half an hour. The sessions of that person end.',
    caller: 'admin',
    onlySessions: true,
    params,
    replies: { 201: OneTimeLink },
    errors: [...formErrors, 'not_found', 'reauthentication_required'],
    limits: ['writes'],
  },
  endSessionsOf: {
    summary: 'End every session of somebody, and close their sockets.',
    caller: 'admin',
    onlySessions: true,
    params,
    replies: { 200: WholeAccount },
    errors: [...formErrors, 'not_found'],
    limits: ['writes'],
  },
} as const satisfies Record<string, Operation>
