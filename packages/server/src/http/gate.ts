import { Refused } from './refused.ts'

/** Lets so many through at once; the others wait in order, up to a limit. */
export class Gate {
  readonly #atOnce: number
  readonly #waitingMax: number
  readonly #waiting: (() => void)[] = []
  #inside = 0

  constructor(atOnce: number, waitingMax: number) {
    this.#atOnce = atOnce
    this.#waitingMax = waitingMax
  }

  /** @throws Refused `unavailable` when too many wait. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inside < this.#atOnce) this.#inside++
    else {
      if (this.#waiting.length >= this.#waitingMax) throw new Refused('unavailable', { retryAfter: 5 })
      await new Promise<void>((enter) => this.#waiting.push(enter))
    }
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#inside--
    }
  }
}
