import { clientNetwork } from '../http/client-network.ts'
import { Refused } from '../http/refused.ts'

/** What is known beyond this process; each answers in good time, whatever happens. */
export interface SharedFailures {
  read(key: string): Promise<{ count: number; ageMs: number } | null>
  /** @param before how many this process knew of. */
  add(key: string, before: number): Promise<void>
  clear(key: string): Promise<void>
}

export const forgetAfterMs = 3_600_000
const freeFailures = 5
const longestWaitMs = 900_000

/**
 * Slows down guessing: after five failures of one account from one address, each further one doubles the wait.
 * Both together count, so that nobody can lock somebody else out from elsewhere.
 */
export class SignInGuard {
  readonly #isOn: boolean
  readonly #now: () => number
  readonly #shared: SharedFailures | null
  readonly #failures = new Map<string, { count: number; lastAt: number }>()
  /** When the latest try that began is over. */
  readonly #turns = new Map<string, Promise<void>>()

  constructor(isOn: boolean, now: () => number, shared: SharedFailures | null = null) {
    this.#isOn = isOn
    this.#now = now
    this.#shared = isOn ? shared : null
  }

  /**
   * One try of an account at an address after the other: of many at once, each would be let in before the first has
   * failed. What is tried says `failed` or `succeeded`. @throws Refused as `check` does.
   */
  async inTurn<T>(login: string, address: string, attempt: () => Promise<T>): Promise<T> {
    if (!this.#isOn) return attempt()
    const key = keyOf(login, address)
    const before = this.#turns.get(key)
    const { promise: turn, resolve: end } = Promise.withResolvers<void>()
    this.#turns.set(key, turn)
    await before
    try {
      await this.ask(login, address)
      this.check(login, address)
      return await attempt()
    } finally {
      end()
      if (this.#turns.get(key) === turn) this.#turns.delete(key)
    }
  }

  /** Hears what other processes have counted, before `check`. */
  async ask(login: string, address: string): Promise<void> {
    const key = keyOf(login, address)
    const known = await this.#shared?.read(key)
    if (!known) return
    if (known.count === 0) this.#failures.delete(key)
    else if (known.count >= (this.#failures.get(key)?.count ?? 0))
      this.#failures.set(key, { count: known.count, lastAt: this.#now() - known.ageMs })
  }

  /** @throws Refused `rate_limited` while this account has to wait at this address. */
  check(login: string, address: string): void {
    const failure = this.#failures.get(keyOf(login, address))
    if (!this.#isOn || !failure || failure.count < freeFailures) return
    const waitMs = Math.min(longestWaitMs, 1000 * 2 ** (failure.count - freeFailures))
    const leftMs = failure.lastAt + waitMs - this.#now()
    if (leftMs > 0) throw new Refused('rate_limited', { retryAfter: Math.ceil(leftMs / 1000) })
  }

  async failed(login: string, address: string): Promise<void> {
    this.#forgetOld()
    const key = keyOf(login, address)
    const before = this.#failures.get(key)?.count ?? 0
    this.#failures.delete(key)
    this.#failures.set(key, { count: before + 1, lastAt: this.#now() })
    await this.#shared?.add(key, before)
  }

  async succeeded(login: string, address: string): Promise<void> {
    const key = keyOf(login, address)
    if (this.#failures.delete(key)) await this.#shared?.clear(key)
  }

  /** Oldest first: a failure that is counted again moves to the end. */
  #forgetOld(): void {
    for (const [key, { lastAt }] of this.#failures) {
      if (this.#now() - lastAt < forgetAfterMs && this.#failures.size < 100_000) break
      this.#failures.delete(key)
    }
  }
}

const keyOf = (login: string, address: string): string => `${clientNetwork(address)} ${login.toLowerCase()}`
