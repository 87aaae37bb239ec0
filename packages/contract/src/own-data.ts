import { limits } from './limits.ts'
import { formErrors, type Operation } from './operation.ts'

export const ownDataOperations = {
  deleteAccount: {
    summary: `Ask for one's account to be deleted, in ${limits.graceDays} days. Every session ends; signing in until then takes it back. Not the last administrator.`,
    caller: 'person',
    replies: { 204: null },
    errors: [...formErrors, 'reauthentication_required'],
    onlySessions: true,
    limits: ['writes'],
  },
} as const satisfies Record<string, Operation>
