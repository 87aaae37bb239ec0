/** Work apart from the request that asked for it, at a moment of its own: what it finds and costs shows in no answer. */
import { randomInt } from 'node:crypto'
import type { Log } from '../runtime.ts'

/** Long after an answer has gone, and never as long as the time before. */
const waitMs = { least: 50, most: 500 }

export class Soon {
  readonly #log: Pick<Log, 'error'>
  readonly #waiting = new Set<() => Promise<void>>()
  readonly #running = new Set<Promise<void>>()

  constructor(log: Pick<Log, 'error'>) {
    this.#log = log
  }

  do(work: () => Promise<void>): void {
    const run = async () => {
      clearTimeout(timer)
      this.#waiting.delete(run)
      const done = work().catch((error) => this.#log.error(error))
      this.#running.add(done)
      await done
      this.#running.delete(done)
    }
    const timer = setTimeout(run, randomInt(waitMs.least, waitMs.most))
    this.#waiting.add(run)
  }

  /** Nothing is left undone. */
  async close(): Promise<void> {
    await Promise.all([...[...this.#waiting].map((run) => run()), ...this.#running])
  }
}
