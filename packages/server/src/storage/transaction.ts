import type { Storage, Trx } from './storage.ts'

/**
 * Runs rules that write in one transaction; what they hand to `afterCommit` runs once it holds, in order,
 * never when it does not.
 */
export async function transaction<T>(
  storage: Storage,
  work: (trx: Trx, afterCommit: (tell: () => void) => void) => Promise<T>,
): Promise<T> {
  const toTell: (() => void)[] = []
  const result = await storage.db.transaction().execute((trx) => work(trx, (tell) => toTell.push(tell)))
  for (const tell of toTell) tell()
  return result
}
