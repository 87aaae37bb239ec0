import type { ErrorCode } from '@chatapp/contract'
import type { Log } from '../runtime.ts'
import { DatabaseMistake } from './mistakes.ts'
import { MysqlError } from './mysql/mysql-error.ts'
import { SqliteError } from './sqlite/thread-messages.ts'

/** What to answer when the database could not do it; null when the fault lies elsewhere. */
export function refusalOf(error: unknown): ErrorCode | null {
  if (!isOfDatabase(error)) return null
  if (error.isFull) return 'insufficient_storage'
  return isPassing(error) ? 'unavailable' : null
}

/** It may go better soon; what became of it is not always known. */
export const isPassing = (error: unknown): boolean =>
  error instanceof MysqlError ? error.isPassing : isExpired(error)

/** Nothing of the transaction holds, and it may go better at once. */
export const isUndone = (error: unknown): boolean =>
  error instanceof MysqlError ? error.isUndone : isExpired(error)

/** A row with this key is there already. */
export const isDuplicate = (error: unknown): boolean => isOfDatabase(error) && error.isDuplicate

const isOfDatabase = (error: unknown): error is MysqlError | SqliteError =>
  error instanceof MysqlError || error instanceof SqliteError

const isExpired = (error: unknown): boolean => error instanceof SqliteError && error.hasExpired

/** What stands in the way of a start, in a line that says how to mend it; null when that is not known. */
export function mistakeOf(error: unknown): string | null {
  if (error instanceof DatabaseMistake) return error.message
  if (!(error instanceof MysqlError)) return null
  if (error.isDenied)
    return `The database does not allow it: ${error.message}. Its user needs all rights on this database: GRANT ALL ON <database>.* TO <user>;`
  return error.isPassing ? `The database does not answer: ${error.message}. Start again when it does.` : null
}

/** That the database is away is said once, where it is noticed, and not again for everything that it stops. */
export const calm = (log: Log): Log => ({
  ...log,
  error: (error, reference) => (refusalOf(error) ? log.debug(error) : log.error(error, reference)),
})
