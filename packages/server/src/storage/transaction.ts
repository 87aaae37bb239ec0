import { setTimeout } from 'node:timers/promises'
import { isDuplicate, isUndone } from './failures.ts'
import type { Storage, Trx } from './storage.ts'

const triesMax = 4
/** The longest pause before the second try; it doubles from try to try. */
const pauseMs = 20
/** Who has waited so long already had better hear of it. */
const patienceMs = 2000

/**
 * Runs rules that write in one transaction; what they hand to `afterCommit` runs once it holds, in order,
 * never when it does not. Who had to give way to others, or lost their turn, runs again as a whole.
 */
export function transaction<T>(
  storage: Storage,
  work: (trx: Trx, afterCommit: (tell: () => void) => void) => Promise<T>,
): Promise<T> {
  return retrying(async () => {
    const toTell: (() => void)[] = []
    const result = await storage.db.transaction().execute((trx) => work(trx, (tell) => toTell.push(tell)))
    for (const tell of toTell) tell()
    return result
  }, mayRunAgain)
}

/** Two may insert the first row of something at the same moment: the next try finds it. */
const mayRunAgain = (error: unknown): boolean => isUndone(error) || isDuplicate(error)

/** Tries a few times, with pauses of random length, so that those who met do not meet again. */
export async function retrying<T>(
  attempt: () => Promise<T>,
  mayTryAgain: (error: unknown) => boolean,
): Promise<T> {
  const startedAt = performance.now()
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      const isOver = tries === triesMax || performance.now() - startedAt > patienceMs
      if (isOver || !mayTryAgain(error)) throw error
      await setTimeout(Math.random() * pauseMs * 2 ** tries)
    }
  }
}
