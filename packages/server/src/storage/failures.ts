import { SqliteError } from './sqlite/thread-messages.ts'

/** Whether a write failed because there is no room for it. */
export function isStorageFull(error: unknown): boolean {
  return error instanceof SqliteError && error.isFull
}
