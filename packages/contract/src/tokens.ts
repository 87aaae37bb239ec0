import { type Static, Type } from 'typebox'
import { limits, tokenDays } from './limits.ts'
import { formErrors, type Operation } from './operation.ts'
import { Input, Nullable, Text, Time, TokenId } from './schema.ts'

const described = {
  id: TokenId,
  name: Type.String({ description: 'What it is for.' }),
  createdAt: Time,
  lastUsedAt: Nullable(Type.String({ description: 'ISO 8601, UTC, at most an hour old while it is used.' })),
  expiresAt: Nullable(Type.String({ description: 'ISO 8601, UTC, milliseconds; null: never.' })),
}

/** What lets a program act for somebody; the token itself is kept nowhere. */
export const ApiToken = Type.Object(described)
export type ApiToken = Static<typeof ApiToken>

export const tokenOperations = {
  listTokens: {
    summary: 'The tokens with which programs act for the caller, latest first. None of them is shown again.',
    caller: 'person',
    replies: { 200: Type.Object({ items: Type.Array(ApiToken) }) },
    errors: [],
    limits: ['reads'],
    onlySessions: true,
  },
  createToken: {
    summary: `Make a token for a program. It is in this answer and nowhere else. More than ${limits.tokensMax} at a time are \`forbidden\`.`,
    caller: 'person',
    body: Input({
      name: Text({ minLength: 1, maxLength: limits.tokenNameMax }),
      days: Type.Unsafe<(typeof tokenDays)[number] | null>({
        type: ['integer', 'null'],
        enum: [...tokenDays, null],
        description: 'How long it is good; null: until it is revoked.',
      }),
    }),
    replies: {
      201: Type.Object({
        ...described,
        token: Type.String({ description: 'To send as `Authorization: Bearer …`.' }),
      }),
    },
    errors: ['reauthentication_required', 'forbidden'],
    limits: ['writes'],
    onlySessions: true,
  },
  revokeToken: {
    summary: 'Revoke one of the caller’s tokens and close its sockets.',
    caller: 'person',
    params: Input({ id: TokenId }),
    replies: { 204: null },
    errors: [...formErrors, 'not_found'],
    limits: ['writes'],
    onlySessions: true,
  },
} as const satisfies Record<string, Operation>
