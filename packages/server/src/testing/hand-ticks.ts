import { vi } from 'vitest'

export interface HandTicks extends Disposable {
  /** Lets the server's seconds pass, at once. */
  pass(seconds: number): void
}

/** The server's once-a-second work by hand, for servers that start from then on. Everything else takes its time. */
export function handTicks(): HandTicks {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  return {
    pass: (seconds) => void vi.advanceTimersByTime(seconds * 1000),
    [Symbol.dispose]: () => void vi.useRealTimers(),
  }
}
