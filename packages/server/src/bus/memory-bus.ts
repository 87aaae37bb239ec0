import type { Bus, Listener, Unsubscribe } from './bus.ts'

/** For one process: a map of listeners. */
export class MemoryBus implements Bus {
  readonly #listeners = new Map<string, Set<Listener>>()

  publish(channel: string, texts: readonly string[]): void {
    for (const listener of this.#listeners.get(channel) ?? []) listener(texts)
  }

  async subscribe(channel: string, listener: Listener): Promise<Unsubscribe> {
    const listeners = this.#listeners.get(channel) ?? new Set()
    this.#listeners.set(channel, listeners.add(listener))
    return async () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#listeners.get(channel) === listeners) this.#listeners.delete(channel)
    }
  }

  async close(): Promise<void> {
    this.#listeners.clear()
  }
}
