/** What a scenario is asked and what it finds out. */
import type { Measured, Timing } from './load/load-generator.ts'

export interface Settings {
  /** Of one window. */
  seconds: number
  seed: number
  /** How often servers that are compared take turns. */
  rounds: number
  /** Options for Node in the server of ChatApp, to profile it. */
  nodeOptions: string[]
  /** Another checkout, whose server takes turns with this one's. */
  against: string | null
  /** Says what is under way. */
  say(text: string): void
}

/** One load, measured once or, in rounds, several times. */
export interface Row {
  name: string
  windows: Measured[]
  /** Whether rates may be drawn: a paced load's is given. */
  isPaced?: boolean
}

/** A figure that stands for itself, perhaps with a target. */
export interface Figure {
  name: string
  value: number
  unit: string
  target?: { least: number } | { most: number }
}

/** Figures that are read side by side. */
export interface Table {
  columns: string[]
  rows: { name: string; cells: number[] }[]
}

export interface Findings {
  rows: Row[]
  table?: Table
  figures: Figure[]
}

export interface Scenario {
  title: string
  /** A sentence or two for a reader who has not seen the code. */
  about: string
  run(settings: Settings): Promise<Findings>
}

export const timingOf = ({ seconds }: Settings): Timing => ({
  warmUpSeconds: Math.min(3, seconds / 2),
  seconds,
})

export function median(values: number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export const perSecond = ({ count, seconds }: Measured): number => count / seconds
