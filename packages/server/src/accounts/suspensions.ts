import type { Storage } from '../storage/storage.ts'
import { administrationQueries } from './administration-queries.ts'

const lookEveryMs = 10_000

/**
 * Who is suspended, in memory: whoever writes to somebody asks, and nobody waits for the database. What another process
 * or a command did is heard over the bus, and seen at the next look in any case.
 */
export class Suspensions {
  readonly #storage: Storage
  readonly #onError: (error: unknown) => void
  #keys = new Set<number>()
  #changes = 0
  #timer: NodeJS.Timeout | undefined

  constructor(storage: Storage, onError: (error: unknown) => void) {
    this.#storage = storage
    this.#onError = onError
  }

  has(userKey: number): boolean {
    return this.#keys.has(userKey)
  }

  /** @param changes as the bus carries them: a key, and whether it is suspended, as JSON. */
  hear = (changes: readonly string[]): void => {
    this.#changes++
    for (const change of changes) {
      const [key, isSuspended] = JSON.parse(change) as [number, boolean]
      if (isSuspended) this.#keys.add(key)
      else this.#keys.delete(key)
    }
  }

  async start(): Promise<void> {
    await this.#look()
    this.#timer = setInterval(() => {
      this.#look().catch(this.#onError)
    }, lookEveryMs)
  }

  close(): void {
    clearInterval(this.#timer)
  }

  async #look(): Promise<void> {
    const before = this.#changes
    const keys = await administrationQueries.bannedKeys(this.#storage.scans)
    // What was heard meanwhile is newer than what was read; the next look has it all.
    if (before === this.#changes) this.#keys = new Set(keys)
  }
}
