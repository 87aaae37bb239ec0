import { type Static, Type } from 'typebox'
import { InvitationToken } from './invitations.ts'
import { limits } from './limits.ts'
import type { Operation } from './operation.ts'
import { AvatarUrl, Bio, Input, Nullable, Text, Time, Username, UsernameInput } from './schema.ts'
import { Code } from './second-factor.ts'

export const Me = Type.Object({
  username: Username,
  name: Type.String(),
  avatarUrl: AvatarUrl,
  bio: Bio,
  email: Nullable(
    Type.String({
      description: 'Null for who has confirmed none yet, where mail is sent; not for programs.',
    }),
  ),
  pendingEmail: Nullable(Type.String({ description: 'Asked for, and not confirmed yet.' })),
  role: Type.Unsafe<'user' | 'admin'>({ type: 'string', enum: ['user', 'admin'] }),
  createdAt: Time,
})
export type Me = Static<typeof Me>

export const Email = Text({ minLength: 3, maxLength: limits.emailMax, pattern: '^[^\\s@]+@[^\\s@]+$' })

export const Registration = {
  name: Text({ minLength: 1, maxLength: limits.nameMax }),
  username: UsernameInput,
  email: Email,
  password: Text({ minLength: limits.passwordMin, maxLength: limits.passwordMax }),
}

const SignedIn = Type.Object({ user: Me })

export const accountOperations = {
  setUp: {
    summary: 'Make the first administrator, with the one-time token that the console printed.',
    caller: 'anyone',
    body: Input({ token: Text({ minLength: 1, maxLength: 200 }), ...Registration }),
    replies: { 201: SignedIn },
    errors: ['forbidden'],
    limits: ['signUp'],
  },
  signUp: {
    summary: 'Make an account and sign in. The session comes as a cookie.',
    caller: 'anyone',
    body: Input({ ...Registration, invitation: Type.Optional(InvitationToken) }),
    replies: { 201: SignedIn },
    errors: ['forbidden'],
    limits: ['signUp'],
  },
  signIn: {
    summary:
      'Sign in by username or e-mail; where mail is sent, by one that is confirmed. The session comes as a cookie.',
    caller: 'anyone',
    body: Input({
      login: Text({ minLength: 1, maxLength: limits.emailMax }),
      password: Text({ minLength: 1, maxLength: limits.passwordMax }),
      code: Type.Optional(Code),
    }),
    replies: {
      200: Type.Object({
        ...SignedIn.properties,
        wasLeaving: Type.Optional(
          Type.Literal(true, {
            description: 'The account was to be deleted; signing in has taken that back.',
          }),
        ),
      }),
    },
    errors: ['unauthenticated', 'second_factor_required'],
    limits: ['signIn'],
  },
  signOut: {
    summary: 'End this session and close its sockets.',
    caller: 'person',
    replies: { 204: null },
    errors: ['bad_request', 'payload_too_large', 'unsupported_media_type', 'forbidden'],
    limits: ['writes'],
    onlySessions: true,
  },
  forgotPassword: {
    summary: 'Ask for a mail with a reset link. The answer does not tell whether there is such an account.',
    caller: 'anyone',
    body: Input({ login: Text({ minLength: 1, maxLength: limits.emailMax }) }),
    replies: { 204: null },
    errors: ['forbidden'],
    limits: ['signIn'],
  },
  resetPassword: {
    summary: 'Set a new password with the token of a reset link. Every session ends.',
    caller: 'anyone',
    body: Input({ token: Text({ minLength: 1, maxLength: 200 }), password: Registration.password }),
    replies: { 204: null },
    errors: ['forbidden'],
    limits: ['signIn'],
  },
  getMe: {
    summary: 'Who is signed in.',
    caller: 'person',
    replies: { 200: Me },
    errors: [],
    limits: ['reads'],
  },
  changePassword: {
    summary: 'Change the password. Every other session ends.',
    caller: 'person',
    body: Input({
      currentPassword: Text({ minLength: 1, maxLength: limits.passwordMax }),
      password: Registration.password,
    }),
    replies: { 204: null },
    errors: [],
    limits: ['writes'],
    onlySessions: true,
  },
} as const satisfies Record<string, Operation>
