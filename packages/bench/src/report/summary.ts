/** What was measured, as rows and columns. */
import { type Figure, type Findings, median, perSecond, type Row } from '../scenario.ts'
import { show } from './text.ts'

export interface Measurement extends Findings {
  name: string
  title: string
  about: string
}

/** A row's windows as one: the median of each of their values. */
export interface Summary {
  name: string
  isPaced: boolean
  perSecond: number
  p50: number
  p95: number
  p99: number
  refused: number
  loopDelayP99: number
  mainThread: number
  otherThreads: number
  generatorUse: number
  elsewhere: number
}

export function summarise({ name, windows, isPaced = false }: Row): Summary {
  const of = (value: (window: Row['windows'][number]) => number) => median(windows.map(value))
  return {
    name,
    isPaced,
    perSecond: of(perSecond),
    p50: of(({ p50 }) => p50),
    p95: of(({ p95 }) => p95),
    p99: of(({ p99 }) => p99),
    refused: windows.reduce((sum, { refused }) => sum + refused, 0),
    loopDelayP99: of(({ server }) => server.loopDelayP99),
    mainThread: of(({ server }) => server.mainThread),
    otherThreads: of(({ server }) => server.otherThreads),
    generatorUse: of(({ generatorUse }) => generatorUse),
    elsewhere: of(({ elsewhere }) => elsewhere),
  }
}

export interface Column {
  title: string
  explanation: string
  cell(summary: Summary): string
}

export function columnsOf(): Column[] {
  const ms = (value: number) => show(value)
  const cores = (value: number) => value.toFixed(2)
  return [
    { title: 'load', explanation: '', cell: ({ name }) => name },
    { title: 'per s', explanation: 'answers in a second', cell: (row) => show(row.perSecond) },
    { title: 'p50 ms', explanation: 'half were answered within', cell: ({ p50 }) => ms(p50) },
    { title: 'p95 ms', explanation: '95 in 100 were answered within', cell: ({ p95 }) => ms(p95) },
    { title: 'p99 ms', explanation: '99 in 100 were answered within', cell: ({ p99 }) => ms(p99) },
    { title: 'refused', explanation: 'other answers than expected', cell: ({ refused }) => String(refused) },
    {
      title: 'loop p99 ms',
      explanation: "delay of the server's event loop",
      cell: ({ loopDelayP99 }) => ms(loopDelayP99),
    },
    {
      title: 'cpu µs',
      explanation: "processor time of the server's process per answer: what a busy machine distorts least",
      cell: (row) => show(((row.mainThread + row.otherThreads) * 1e6) / row.perSecond),
    },
    {
      title: 'main',
      explanation: "processors that the server's main thread kept busy",
      cell: ({ mainThread }) => cores(mainThread),
    },
    {
      title: 'others',
      explanation: 'processors that its other threads kept busy',
      cell: ({ otherThreads }) => cores(otherThreads),
    },
    {
      title: 'generator',
      explanation: 'processors that the load generator kept busy',
      cell: ({ generatorUse }) => cores(generatorUse),
    },
    {
      title: 'elsewhere',
      explanation: 'processors that other programs kept busy: well above 0, only ratios mean something',
      cell: ({ elsewhere }) => cores(elsewhere),
    },
  ]
}

export function judge({ value, target }: Figure): { text: string; isMet: boolean } | null {
  if (!target) return null
  const [isMet, wanted] =
    'least' in target
      ? [value >= target.least, `at least ${target.least}`]
      : [value <= target.most, `at most ${target.most}`]
  return { text: `${wanted} wanted: ${isMet ? 'reached' : 'missed'}`, isMet }
}
