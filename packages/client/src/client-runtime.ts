import { uuidv7 } from 'uuidv7'

/** Time, chance and timers: everything impure besides `fetch` and `WebSocket`, so that tests can drive it. */
export interface Runtime {
  /** Milliseconds since 1970. */
  now(): number
  /** At least 0, less than 1. */
  random(): number
  setTimeout(callback: () => void, ms: number): unknown
  clearTimeout(timer: unknown): void
  /** A new UUIDv7. */
  newId(): string
}

export const systemRuntime: Runtime = {
  now: () => Date.now(),
  random: () => Math.random(),
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  newId: () => uuidv7(),
}

export interface Wait {
  /** Ends after `ms` (null: no limit), when poked, or when the signal aborts. Never rejects. */
  wait(ms: number | null, signal: AbortSignal): Promise<void>
  /** Ends every wait now. */
  poke(): void
}

export function createWait(runtime: Runtime): Wait {
  const sleepers = new Set<() => void>()
  return {
    wait(ms, signal) {
      if (signal.aborted) return Promise.resolve()
      return new Promise((resolve) => {
        const timer = ms === null ? null : runtime.setTimeout(end, ms)
        function end() {
          sleepers.delete(end)
          if (timer !== null) runtime.clearTimeout(timer)
          signal.removeEventListener('abort', end)
          resolve()
        }
        sleepers.add(end)
        signal.addEventListener('abort', end)
      })
    },
    poke() {
      for (const end of [...sleepers]) end()
    },
  }
}
