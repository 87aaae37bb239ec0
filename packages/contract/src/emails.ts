import { Email, Me } from './accounts.ts'
import type { Operation } from './operation.ts'
import { Input, Text } from './schema.ts'

export const emailOperations = {
  changeEmail: {
    summary:
      'Have another address. Where mail is sent, it is the caller’s once the link in a mail to it has come back; the present one takes back what was asked for.',
    caller: 'person',
    body: Input({ email: Email }),
    replies: { 200: Me },
    errors: ['reauthentication_required'],
    limits: ['writes', 'addressMails'],
    onlySessions: true,
  },
  confirmEmail: {
    summary: 'Confirm an address, with the token of the link in the mail to it.',
    caller: 'anyone',
    body: Input({ token: Text({ minLength: 1, maxLength: 200 }) }),
    replies: { 204: null },
    errors: ['forbidden'],
    limits: ['signIn'],
  },
} as const satisfies Record<string, Operation>
