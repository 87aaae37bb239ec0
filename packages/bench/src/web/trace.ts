// Reads a trace of Chromium: what its main thread did, frame by frame.

/** The least that tells of tasks, frames and what they were spent on. */
export const categories = [
  '-*',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
]

interface TraceEvent {
  name: string
  ph: string
  pid: number
  tid: number
  ts: number
  /** Wall time, and processor time of the thread, in microseconds. */
  dur?: number
  tdur?: number
  args?: { name?: string }
}

export const kinds = ['script', 'style', 'layout', 'paint', 'other'] as const
export type Kind = (typeof kinds)[number]

export interface MainThread {
  /** Milliseconds of work for each frame: all that was done since the one before. */
  frames: number[]
  /** Milliseconds of each task. */
  tasks: number[]
  /** Milliseconds of all tasks by what they were spent on. */
  spent: Record<Kind, number>
}

/** Processor time rather than wall time: what another program's turn takes is nobody's work here. */
const workOf = ({ dur = 0, tdur = dur }: TraceEvent): number => tdur / 1000

export function readTrace(json: string): MainThread {
  const { traceEvents } = JSON.parse(json) as { traceEvents: TraceEvent[] }
  const events = mainThreadOf(traceEvents)
  const tasks = events.filter(({ name, ph }) => ph === 'X' && name === 'RunTask')
  const beginnings = events.filter(({ name }) => name === 'BeginMainThreadFrame').map(({ ts }) => ts)
  return { frames: framesOf(tasks, beginnings), tasks: tasks.map(workOf), spent: spentBy(events) }
}

/** The renderer that worked most is the page's: others are spare ones. */
function mainThreadOf(all: TraceEvent[]): TraceEvent[] {
  const names = all.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const threads = names.map(({ pid, tid }) =>
    all.filter((event) => event.pid === pid && event.tid === tid && event.ph !== 'M'),
  )
  const busiest = threads.toSorted((a, b) => b.length - a.length)[0] ?? []
  // Of events that begin at once, the longer one is around the other.
  return busiest.sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))
}

/** A frame's work ends with the task that draws it. */
function framesOf(tasks: TraceEvent[], beginnings: number[]): number[] {
  const frames: number[] = []
  let next = 0
  let work = 0
  for (const task of tasks) {
    work += workOf(task)
    let draws = false
    for (; next < beginnings.length && beginnings[next]! <= task.ts + (task.dur ?? 0); next++) draws = true
    if (!draws) continue
    frames.push(work)
    work = 0
  }
  return frames
}

/** Each event's own time, without that of the events within it. What has no kind of its own is its parent's. */
function spentBy(events: TraceEvent[]): Record<Kind, number> {
  const spent = { script: 0, style: 0, layout: 0, paint: 0, other: 0 }
  const open: { end: number; kind: Kind }[] = []
  for (const event of events) {
    if (event.ph !== 'X') continue
    while (open.length > 0 && open.at(-1)!.end <= event.ts) open.pop()
    const parent = open.at(-1)
    const kind = kindOf(event.name) ?? parent?.kind ?? 'other'
    const isWithinTask = parent !== undefined || event.name === 'RunTask'
    if (!isWithinTask) continue
    spent[kind] += workOf(event)
    if (parent) spent[parent.kind] -= workOf(event)
    open.push({ end: event.ts + (event.dur ?? 0), kind })
  }
  return spent
}

function kindOf(name: string): Kind | undefined {
  if (/^(UpdateLayoutTree|RecalcStyle)/.test(name)) return 'style'
  if (/^Layout$/.test(name)) return 'layout'
  if (/^(PrePaint|Paint|Layerize|Commit|UpdateLayer)/.test(name)) return 'paint'
  if (
    /^(EvaluateScript|FunctionCall|EventDispatch|FireAnimationFrame|TimerFire|RunMicrotasks|V8|v8|MinorGC|MajorGC)/.test(
      name,
    )
  )
    return 'script'
  return undefined
}
