import { type RateLimit, type RateLimitName, rateLimits } from '@chatapp/contract'
import { Refused } from './refused.ts'

/**
 * Tells the other processes what was taken from a bucket. @param hears gets the milliseconds until it is full, now that
 * everyone's takes are counted; or is never called.
 */
export type ShareTake = (key: string, refillMs: number, hears: (fullInMs: number) => void) => void

const sweepEveryMs = 60_000

/**
 * Token buckets, kept as one number each: the time at which the bucket is full again.
 * A burst and a steady rate in one rule, and nothing to store for who is calm.
 */
export class RateLimits {
  readonly #isOn: boolean
  readonly #now: () => number
  readonly #shareTake: ShareTake | null
  readonly #fullAt = new Map<string, number>()
  #sweptAt = 0

  constructor(isOn: boolean, now: () => number, shareTake: ShareTake | null = null) {
    this.#isOn = isOn
    this.#now = now
    this.#shareTake = shareTake
  }

  /** Takes one from somebody's bucket. @throws Refused `rate_limited`, with the seconds to wait. */
  take(name: RateLimitName, who: string | number): void {
    const waitMs = this.tryTake(name, who)
    if (waitMs > 0) throw new Refused('rate_limited', { retryAfter: Math.ceil(waitMs / 1000) })
  }

  /** Takes one if there is one. @returns 0, or the milliseconds until there will be. */
  tryTake(name: RateLimitName, who: string | number): number {
    if (!this.#isOn) return 0
    const now = this.#now()
    this.#sweep(now)
    const { burst, perSecond, per }: RateLimit = rateLimits[name]
    const refillMs = 1000 / perSecond
    const key = `${name} ${who}`
    const fullAt = Math.max(this.#fullAt.get(key) ?? now, now) + refillMs
    const waitMs = fullAt - now - burst * refillMs
    if (waitMs > 0.001) return waitMs
    this.#fullAt.set(key, fullAt)
    if (per !== 'node') this.#shareTake?.(key, refillMs, (fullInMs) => this.#fillLater(key, fullInMs))
    return 0
  }

  #fillLater(key: string, fullInMs: number): void {
    const fullAt = this.#now() + fullInMs
    if (fullAt > (this.#fullAt.get(key) ?? 0)) this.#fullAt.set(key, fullAt)
  }

  #sweep(now: number): void {
    if (now - this.#sweptAt < sweepEveryMs) return
    this.#sweptAt = now
    for (const [key, fullAt] of this.#fullAt) if (fullAt <= now) this.#fullAt.delete(key)
  }
}
