import type { Log } from '../runtime.ts'
import type { Bus, Listener, Unsubscribe } from './bus.ts'

/** For one process: a map of listeners. */
export class MemoryBus implements Bus {
  readonly #log: Pick<Log, 'error'>
  readonly #listeners = new Map<string, Set<Listener>>()

  /** @param log hears what a listener throws. */
  constructor(log: Pick<Log, 'error'> = console) {
    this.#log = log
  }

  publish(channel: string, texts: readonly string[]): void {
    for (const listener of this.#listeners.get(channel) ?? []) {
      try {
        listener(texts)
      } catch (error) {
        this.#log.error(error)
      }
    }
  }

  async subscribe(channel: string, listener: Listener): Promise<Unsubscribe> {
    const listeners = this.#listeners.get(channel) ?? new Set()
    // A function of its own, so that the same listener may come twice and leave once.
    const own: Listener = (texts) => listener(texts)
    this.#listeners.set(channel, listeners.add(own))
    return async () => {
      listeners.delete(own)
      if (listeners.size === 0 && this.#listeners.get(channel) === listeners) this.#listeners.delete(channel)
    }
  }

  /** Never: within a process nothing is lost. */
  onRestored(): void {}

  async close(): Promise<void> {
    for (const listeners of this.#listeners.values()) listeners.clear()
    this.#listeners.clear()
  }
}
