import type { Runtime } from './client-runtime.ts'

export const baseMs = 500
export const capMs = 30_000
export const calmMs = 60_000

export interface Backoff {
  /** How long to wait before the next try, in milliseconds: full jitter below a bound that doubles. */
  next(): number
}

/** Starts again from the shortest wait once 60 s have passed without a failure. */
export function createBackoff(runtime: Pick<Runtime, 'now' | 'random'>): Backoff {
  let failures = 0
  let calmFrom = 0
  return {
    next() {
      if (runtime.now() - calmFrom >= calmMs) failures = 0
      const ms = runtime.random() * Math.min(capMs, baseMs * 2 ** failures)
      failures += 1
      calmFrom = runtime.now() + ms
      return ms
    },
  }
}
