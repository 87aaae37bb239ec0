import { Refused } from '../http/refused.ts'

const freeFailures = 5
const forgetAfterMs = 3_600_000
const longestWaitMs = 900_000

/**
 * Slows down guessing: after five failures of one account from one address, each further one doubles the wait.
 * Both together count, so that nobody can lock somebody else out from elsewhere.
 */
export class SignInGuard {
  readonly #isOn: boolean
  readonly #now: () => number
  readonly #failures = new Map<string, { count: number; lastAt: number }>()

  constructor(isOn: boolean, now: () => number) {
    this.#isOn = isOn
    this.#now = now
  }

  /** @throws Refused `rate_limited` while this account has to wait at this address. */
  check(login: string, address: string): void {
    const failure = this.#failures.get(keyOf(login, address))
    if (!this.#isOn || !failure || failure.count < freeFailures) return
    const waitMs = Math.min(longestWaitMs, 1000 * 2 ** (failure.count - freeFailures))
    const leftMs = failure.lastAt + waitMs - this.#now()
    if (leftMs > 0) throw new Refused('rate_limited', { retryAfter: Math.ceil(leftMs / 1000) })
  }

  failed(login: string, address: string): void {
    this.#forgetOld()
    const key = keyOf(login, address)
    const count = (this.#failures.get(key)?.count ?? 0) + 1
    this.#failures.delete(key)
    this.#failures.set(key, { count, lastAt: this.#now() })
  }

  succeeded(login: string, address: string): void {
    this.#failures.delete(keyOf(login, address))
  }

  /** Oldest first: a failure that is counted again moves to the end. */
  #forgetOld(): void {
    for (const [key, { lastAt }] of this.#failures) {
      if (this.#now() - lastAt < forgetAfterMs && this.#failures.size < 100_000) break
      this.#failures.delete(key)
    }
  }
}

const keyOf = (login: string, address: string): string => `${address} ${login.toLowerCase()}`
