import { type Static, Type } from 'typebox'
import { limits } from './limits.ts'
import { formErrors, type Operation } from './operation.ts'
import { Input, Nullable, SessionId, Text, Time } from './schema.ts'

export const signUpPolicies = ['open', 'invite', 'closed'] as const

/** Who may make an account: anyone, who has an invitation, or nobody but through an administrator. */
export const SignUpPolicy = Type.Unsafe<(typeof signUpPolicies)[number]>({
  type: 'string',
  enum: [...signUpPolicies],
})
export type SignUpPolicy = Static<typeof SignUpPolicy>

export const InvitationToken = Text({ minLength: 1, maxLength: 200 })

export const SignUp = Type.Object({
  policy: SignUpPolicy,
  isFixed: Type.Boolean({ description: 'SIGN_UP in the settings decides.' }),
})
export type SignUp = Static<typeof SignUp>

export const Invitation = Type.Object({
  id: SessionId,
  madeBy: Nullable(Type.String({ description: 'Null: the command line.' })),
  madeAt: Time,
  expiresAt: Time,
  uses: Type.Integer({ minimum: 1, description: 'How many accounts it makes.' }),
  usesLeft: Type.Integer({ minimum: 0 }),
})
export type Invitation = Static<typeof Invitation>

export const invitationOperations = {
  checkInvitation: {
    summary: 'Whether the invitation of a link is still good.',
    caller: 'anyone',
    body: Input({ invitation: InvitationToken }),
    replies: { 200: Type.Object({ expiresAt: Time }) },
    errors: ['forbidden'],
    limits: ['signIn'],
  },
  getSignUp: {
    summary: 'Who may make an account.',
    caller: 'admin',
    onlySessions: true,
    replies: { 200: SignUp },
    errors: [],
    limits: ['reads'],
  },
  chooseSignUp: {
    summary: 'Say who may make an account, unless the settings do.',
    caller: 'admin',
    onlySessions: true,
    body: Input({ policy: SignUpPolicy }),
    replies: { 200: SignUp },
    errors: [],
    limits: ['writes'],
  },
  listInvitations: {
    summary: `Invitations that are still good, latest first, ${limits.invitationsListed} at most.`,
    caller: 'admin',
    onlySessions: true,
    replies: { 200: Type.Object({ items: Type.Array(Invitation) }) },
    errors: [],
    limits: ['reads'],
  },
  createInvitation: {
    summary: 'Make a link that makes accounts. It is given only this once.',
    caller: 'admin',
    onlySessions: true,
    body: Input({
      uses: Type.Integer({ minimum: 1, maximum: limits.invitationUsesMax }),
      days: Type.Integer({ minimum: 1, maximum: limits.invitationDaysMax }),
    }),
    replies: { 201: Type.Object({ link: Type.String(), expiresAt: Time }) },
    errors: [],
    limits: ['writes'],
  },
  revokeInvitation: {
    summary: 'Let nobody in by an invitation any more.',
    caller: 'admin',
    onlySessions: true,
    params: Input({ id: SessionId }),
    replies: { 204: null },
    errors: [...formErrors, 'not_found'],
    limits: ['writes'],
  },
} as const satisfies Record<string, Operation>
