import { type Static, Type } from 'typebox'
import type { Operation } from './operation.ts'
import { Input, Text, Time } from './schema.ts'

export const signUpPolicies = ['open', 'invite', 'closed'] as const

/** Who may make an account: anyone, who has an invitation, or nobody but through an administrator. */
export const SignUpPolicy = Type.Unsafe<(typeof signUpPolicies)[number]>({
  type: 'string',
  enum: [...signUpPolicies],
})
export type SignUpPolicy = Static<typeof SignUpPolicy>

export const InvitationToken = Text({ minLength: 1, maxLength: 200 })

export const invitationOperations = {
  checkInvitation: {
    summary: 'Whether the invitation of a link is still good.',
    caller: 'anyone',
    body: Input({ invitation: InvitationToken }),
    replies: { 200: Type.Object({ expiresAt: Time }) },
    errors: ['forbidden'],
    limits: ['signIn'],
  },
} as const satisfies Record<string, Operation>
