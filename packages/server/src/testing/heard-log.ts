import type { Log } from '../runtime.ts'

export interface HeardLog extends Log {
  /** Warnings and news, in order. */
  readonly lines: string[]
  readonly errors: unknown[]
  /** Until so many lines fit a pattern. */
  says(pattern: RegExp, times?: number): Promise<void>
}

/** A log that a test reads along. */
export function heardLog(): HeardLog {
  const lines: string[] = []
  const errors: unknown[] = []
  const waiting = new Set<() => void>()
  const say = (line: string) => {
    lines.push(line)
    for (const look of waiting) look()
  }
  return {
    lines,
    errors,
    debug() {},
    info: say,
    warn: say,
    error: (error) => void errors.push(error),
    says: (pattern, times = 1) =>
      new Promise((resolve) => {
        const look = () => {
          if (lines.filter((line) => pattern.test(line)).length < times) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
  }
}
