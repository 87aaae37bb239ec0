/** Counts and times while a window is open; answers outside one leave no trace. */
import type { Window } from './plans.ts'

export class Recorder {
  #isOpen = false
  #times: number[] = []
  #refused = 0
  #bells = 0
  #openedAt = 0
  #usedMs = 0

  /** @param ms from asking to the answer. */
  record(ms: number): void {
    if (this.#isOpen) this.#times.push(ms)
  }

  refuse(): void {
    if (this.#isOpen) this.#refused++
  }

  hearBell(): void {
    if (this.#isOpen) this.#bells++
  }

  open(): void {
    this.#times = []
    this.#refused = 0
    this.#bells = 0
    this.#openedAt = performance.now()
    this.#usedMs = usedMs()
    this.#isOpen = true
  }

  close(): Window {
    this.#isOpen = false
    const elapsed = performance.now() - this.#openedAt
    const used = usedMs() - this.#usedMs
    const times = Float64Array.from(this.#times).sort()
    const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
    return {
      seconds: elapsed / 1000,
      count: times.length,
      refused: this.#refused,
      p50: at(0.5),
      p95: at(0.95),
      p99: at(0.99),
      max: times.at(-1) ?? 0,
      bellsPerMessage: times.length === 0 ? 0 : this.#bells / times.length,
      generatorUse: used / elapsed,
    }
  }
}

function usedMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
