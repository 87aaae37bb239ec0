import type { Figure, Table } from '../scenario.ts'
import { kinds, type MainThread } from './trace.ts'

/** Something that was done in the app, and what the main thread did meanwhile. */
export interface Act {
  name: string
  work: MainThread
  /** It goes on from frame to frame, and every one of them has to be on time. */
  isSteady: boolean
}

const longTaskMs = 50

export const workTable = (acts: Act[]): Table => ({
  columns: ['frames', 'p50 ms', 'p95 ms', 'max ms', 'longest task ms', ...kinds.map((kind) => `${kind} %`)],
  rows: acts.map(({ name, work: { frames, tasks, spent } }) => {
    const all = kinds.reduce((sum, kind) => sum + spent[kind], 0)
    const ranks = [0.5, 0.95, 1].map((rank) => quantile(frames, rank))
    const shares = kinds.map((kind) => Math.round((100 * spent[kind]) / all))
    return { name, cells: [frames.length, ...ranks, Math.max(...tasks), ...shares] }
  }),
})

export const workFigures = ({ name, isSteady, work: { frames, tasks } }: Act): Figure[] => [
  {
    name: `${name}: frame p95`,
    value: quantile(frames, 0.95),
    unit: 'ms',
    ...(isSteady && { target: { most: 8 } }),
  },
  {
    name: `${name}: tasks over ${longTaskMs} ms`,
    value: tasks.filter((ms) => ms > longTaskMs).length,
    unit: '',
    target: { most: 0 },
  },
]

function quantile(values: number[], rank: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(rank * sorted.length) - 1)] ?? Number.NaN
}
