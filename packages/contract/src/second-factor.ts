import { type Static, Type } from 'typebox'
import { limits } from './limits.ts'
import { formErrors, type Operation } from './operation.ts'
import { Count, Input, Nullable, Text, Time } from './schema.ts'

/** Six digits of an authenticator app, or a recovery code; spaces and dashes do not count. */
export const Code = Text({ minLength: 1, maxLength: 64 })

export const SecondFactor = Type.Object({
  onSince: Nullable(Time),
  recoveryCodesLeft: Count,
})
export type SecondFactor = Static<typeof SecondFactor>

const RecoveryCodes = Type.Object({
  recoveryCodes: Type.Array(Type.String(), {
    description: `${limits.recoveryCodes} of them, each good once, told only now.`,
  }),
})

export const secondFactorOperations = {
  getSecondFactor: {
    summary: 'Whether signing in takes a code after the password.',
    caller: 'person',
    replies: { 200: SecondFactor },
    errors: [],
    limits: ['reads'],
    onlySessions: true,
  },
  beginSecondFactor: {
    summary: 'Make a secret for an authenticator app. Nothing changes until a code of it has come back.',
    caller: 'person',
    replies: {
      200: Type.Object({
        secret: Type.String({ description: 'Base32, to type.' }),
        uri: Type.String({ description: 'otpauth:, to show as a QR code.' }),
      }),
    },
    errors: [...formErrors, 'reauthentication_required', 'revision_conflict'],
    limits: ['writes'],
    onlySessions: true,
  },
  finishSecondFactor: {
    summary: 'Turn the second step on, with a code of the app. Sessions stay.',
    caller: 'person',
    body: Input({ code: Code }),
    replies: { 200: RecoveryCodes },
    errors: ['revision_conflict'],
    limits: ['writes'],
    onlySessions: true,
  },
  turnOffSecondFactor: {
    summary: 'Turn the second step off. The app’s codes and the recovery codes are worth nothing any more.',
    caller: 'person',
    replies: { 204: null },
    errors: [...formErrors, 'reauthentication_required', 'not_found'],
    limits: ['writes'],
    onlySessions: true,
  },
  replaceRecoveryCodes: {
    summary: 'Make new recovery codes. Those made before are worth nothing any more.',
    caller: 'person',
    replies: { 200: RecoveryCodes },
    errors: [...formErrors, 'reauthentication_required', 'not_found'],
    limits: ['writes'],
    onlySessions: true,
  },
} as const satisfies Record<string, Operation>
