/** A clock that moves only when told to. */
export class TestClock {
  #time = Date.now()
  now = (): number => this.#time

  pass(ms: number): void {
    this.#time += ms
  }

  /** Back to the time of the system. */
  reset(): void {
    this.#time = Date.now()
  }
}

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs
