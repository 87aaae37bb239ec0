import type { Runtime } from '../client-runtime.ts'

interface Timer {
  at: number
  callback: () => void
}

/** Lets everything that can happen without time passing happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** A runtime whose time moves only by hand and whose chance is always a half. */
export function handClock(startAt = 1_000_000) {
  const timers = new Set<Timer>()
  let now = startAt
  let ids = 0
  const runtime: Runtime = {
    now: () => now,
    random: () => 0.5,
    setTimeout(callback, ms) {
      const timer = { at: now + ms, callback }
      timers.add(timer)
      return timer
    },
    clearTimeout: (timer) => {
      timers.delete(timer as Timer)
    },
    newId: () => `11111111-0000-7000-8000-${String(++ids).padStart(12, '0')}`,
  }
  return {
    runtime,
    get timers() {
      return timers.size
    },
    /** Moves time, stopping at each timer on the way. */
    async pass(ms: number) {
      const until = now + ms
      await settle()
      for (;;) {
        const next = [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        now = Math.max(now, next.at)
        timers.delete(next)
        next.callback()
        await settle()
      }
      now = until
    },
  }
}
