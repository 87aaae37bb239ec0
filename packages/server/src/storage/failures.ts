import type { ErrorCode } from '@chatapp/contract'
import { SqliteError } from './sqlite/thread-messages.ts'

/** What to answer when the database could not do it; null when the fault lies elsewhere. */
export function refusalOf(error: unknown): ErrorCode | null {
  if (!(error instanceof SqliteError)) return null
  if (error.isFull) return 'insufficient_storage'
  return error.hasExpired ? 'unavailable' : null
}

/** Nothing of the transaction holds, and it may go better next time. */
export const mayTryAgain = (error: unknown): boolean => error instanceof SqliteError && error.hasExpired
