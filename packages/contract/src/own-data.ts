import { limits } from './limits.ts'
import { formErrors, type Operation } from './operation.ts'
import { Input, Text } from './schema.ts'

export const ownDataOperations = {
  exportData: {
    summary:
      'All that is kept of the caller as a file, to be saved: profile, sessions, and every conversation with its messages. `X-Total-Messages` says how many there are; each is a line of its own. One at a time.',
    caller: 'person',
    query: Input({ format: Text({ pattern: '^(json|html)$' }) }),
    replies: { 200: { mediaTypes: ['application/json', 'text/html'] } },
    errors: ['reauthentication_required'],
    limits: ['exports'],
    onlySessions: true,
  },
  deleteAccount: {
    summary: `Ask for one's account to be deleted, in ${limits.graceDays} days. Every session and token ends; signing in until then takes it back. Not the last administrator.`,
    caller: 'person',
    replies: { 204: null },
    errors: [...formErrors, 'reauthentication_required'],
    limits: ['writes'],
    onlySessions: true,
  },
} as const satisfies Record<string, Operation>
