import { askedWaitMs, isRetryable } from './api-error.ts'
import { createBackoff } from './backoff.ts'
import { createWait, type Runtime } from './client-runtime.ts'

export interface Retry {
  /** Runs the task until it goes well, fails in a way that trying again cannot mend, or the signal aborts. */
  run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T>
  /** Tries again at once. */
  wake(): void
}

export function createRetry(runtime: Runtime): Retry {
  const pause = createWait(runtime)
  return {
    async run(task, signal) {
      const backoff = createBackoff(runtime)
      for (;;) {
        try {
          return await task()
        } catch (error) {
          if (signal.aborted || !isRetryable(error)) throw error
          await pause.wait(Math.max(backoff.next(), askedWaitMs(error)), signal)
          if (signal.aborted) throw error
        }
      }
    },
    wake: pause.poke,
  }
}
