import { mayTryAgain } from './failures.ts'
import type { Storage, Trx } from './storage.ts'

const triesMax = 3

/**
 * Runs rules that write in one transaction; what they hand to `afterCommit` runs once it holds, in order,
 * never when it does not. On a busy machine a transaction may lose its turn: then the whole of it runs again.
 */
export async function transaction<T>(
  storage: Storage,
  work: (trx: Trx, afterCommit: (tell: () => void) => void) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    const toTell: (() => void)[] = []
    try {
      const result = await storage.db.transaction().execute((trx) => work(trx, (tell) => toTell.push(tell)))
      for (const tell of toTell) tell()
      return result
    } catch (error) {
      if (tries === triesMax || !mayTryAgain(error)) throw error
    }
  }
}
