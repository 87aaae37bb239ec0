import { useId } from 'react'

export interface Point {
  /** When its minute began. */
  readonly at: number
  /** Null: there was nothing to measure. */
  readonly value: number | null
}

interface HourChartProps {
  title: string
  points: readonly Point[]
  /** A value in words. */
  inWords(value: number): string
}

const minuteMs = 60_000
const minutesShown = 60
const [width, height] = [600, 100]

/** An hour as a line, the latest minute at its end. What it shows is told in a sentence too. */
export function HourChart({ title, points, inWords }: HourChartProps) {
  const id = useId()
  const known = points.flatMap(({ value }) => (value === null ? [] : [value]))
  const most = Math.max(0, ...known)
  const latest = points.at(-1)?.value ?? null
  const summary = known.length > 0 ? `At most ${inWords(most)}` : 'Nothing yet'
  return (
    <figure className="m-0 grid gap-2 rounded-card border border-hairline p-4" aria-labelledby={id}>
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span id={id} className="font-semibold">
          {title}
        </span>
        <span className="text-secondary text-ink-2">
          {summary}
          {latest !== null && `, now ${inWords(latest)}`}
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className="h-24 w-full overflow-visible text-accent"
        aria-hidden="true"
      >
        <line
          x1="0"
          y1={height}
          x2={width}
          y2={height}
          className="stroke-hairline"
          vectorEffect="non-scaling-stroke"
        />
        {linesOf(points, most || 1).map((line) => (
          <g key={line}>
            <path
              d={`${line} V ${height} H ${line.slice(2, line.indexOf(' ', 2))} Z`}
              fill="currentColor"
              opacity="0.15"
            />
            <path
              d={line}
              fill="none"
              stroke="currentColor"
              strokeWidth="2"
              strokeLinejoin="round"
              strokeLinecap="round"
              vectorEffect="non-scaling-stroke"
            />
          </g>
        ))}
      </svg>
      <p className="flex justify-between text-meta text-ink-2" dir="ltr" aria-hidden="true">
        <span>1 h ago</span>
        <span>now</span>
      </p>
    </figure>
  )
}

/** A path for each stretch of minutes with something to show; one alone is a short dash. */
function linesOf(points: readonly Point[], most: number): string[] {
  const end = points.at(-1)?.at ?? 0
  const lines: string[] = []
  let line = ''
  for (const { at, value } of points) {
    if (value === null) {
      if (line) lines.push(line)
      line = ''
      continue
    }
    const x = width - ((end - at) / minuteMs) * (width / (minutesShown - 1))
    const y = height - (value / most) * height
    line += line ? ` L ${x} ${y}` : `M ${x} ${y} h 0.01`
  }
  return line ? [...lines, line] : lines
}
