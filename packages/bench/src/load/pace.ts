/** Offers something to do so many times a second, however long each takes. */
export class Pace {
  readonly #perSecond: number
  #timer: NodeJS.Timeout | undefined

  constructor(perSecond: number) {
    this.#perSecond = perSecond
  }

  /** @param offer is given its place in the order, and the time from which its waiting counts. */
  start(offer: (place: number, now: number) => void): void {
    const startedAt = performance.now()
    let offered = 0
    this.#timer = setInterval(() => {
      const now = performance.now()
      const due = Math.floor(((now - startedAt) * this.#perSecond) / 1000)
      while (offered < due) offer(offered++, now)
    }, 1)
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
