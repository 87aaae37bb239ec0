/** How this process does, minute by minute for an hour, in its memory; with what the others said of themselves. */
import { createHistogram } from 'node:perf_hooks'
import type { NodeFigures } from '../storage/nodes.ts'

export interface PulseDeps {
  version: string
  now(): number
  /** Sockets here, and the people who have them. */
  present(): { sockets: number; people: number }
  others(): readonly NodeFigures[]
}

export interface Minute {
  /** When it began. */
  at: number
  online: number
  sends: number
  sendP99Us: number | null
}

const minuteMs = 60_000
const lookEveryMs = 5_000
const keptMinutes = 60

export class Pulse {
  readonly #deps: PulseDeps
  readonly #startedAt: number
  readonly #took = createHistogram()
  readonly #timer: NodeJS.Timeout
  readonly #minutes: Minute[] = []
  #current: number
  #own = { sends: 0, sendP99Us: null as number | null }

  constructor(deps: PulseDeps) {
    this.#deps = deps
    this.#startedAt = deps.now()
    this.#current = minuteOf(this.#startedAt)
    this.#timer = setInterval(() => this.#roll(), lookEveryMs).unref()
  }

  /** Counts a send, and how long it took. */
  sent = (tookMs: number): void => {
    this.#roll()
    this.#took.record(Math.max(1, Math.round(tookMs * 1000)))
  }

  /** Of this process alone. */
  figures(): NodeFigures {
    this.#roll()
    return {
      version: this.#deps.version,
      startedAt: this.#startedAt,
      ...this.#deps.present(),
      ...this.#own,
    }
  }

  /** Whole minutes of all processes, oldest first, at most sixty. */
  minutes(): readonly Minute[] {
    this.#roll()
    return this.#minutes
  }

  close(): void {
    clearInterval(this.#timer)
  }

  /** Ends the minute that is over, and those after it of which nothing was seen. */
  #roll(): void {
    const minute = minuteOf(this.#deps.now())
    if (minute === this.#current) return
    const { count } = this.#took
    this.#own = { sends: count, sendP99Us: count > 0 ? this.#took.percentile(99) : null }
    this.#took.reset()
    this.#minutes.push({ at: this.#current * minuteMs, ...this.#together() })
    for (let silent = Math.max(this.#current + 1, minute - keptMinutes); silent < minute; silent++) {
      this.#own = { sends: 0, sendP99Us: null }
      this.#minutes.push({ at: silent * minuteMs, online: 0, ...this.#own })
    }
    this.#minutes.splice(0, this.#minutes.length - keptMinutes)
    this.#current = minute
  }

  #together() {
    const all = [{ ...this.#deps.present(), ...this.#own }, ...this.#deps.others()]
    return { online: sum(all, 'people'), sends: sum(all, 'sends'), sendP99Us: slowest(all) }
  }
}

export const sum = <K extends string>(all: readonly Record<K, number>[], what: K): number =>
  all.reduce((total, one) => total + one[what], 0)

/** The worst of all, null when there was no send anywhere. */
export function slowest(all: readonly Pick<NodeFigures, 'sendP99Us'>[]): number | null {
  const known = all.map(({ sendP99Us }) => sendP99Us).filter((time) => time !== null)
  return known.length > 0 ? Math.max(...known) : null
}

const minuteOf = (ms: number): number => Math.floor(ms / minuteMs)
