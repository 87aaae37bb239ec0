import type { Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useState } from 'react'
import { dayOf, startOfDay } from '../ui/times.ts'
import type { Lines } from './lines.ts'

interface DayPillProps {
  scroller: RefObject<HTMLElement | null>
  virtualizer: Virtualizer<HTMLDivElement, Element>
  lines: Lines
  today: number
}

/** The height of the line that names a day. */
const dayLinePx = 44

/** The day of what is seen first, over it, once the line that names it has gone out at the top. */
export function DayPill({ scroller, virtualizer, lines, today }: DayPillProps) {
  const [day, setDay] = useState<number | null>(null)

  useEffect(() => {
    const look = () => setDay(dayAbove(virtualizer, lines))
    look()
    const box = scroller.current
    box?.addEventListener('scroll', look, { passive: true })
    return () => box?.removeEventListener('scroll', look)
  }, [scroller, virtualizer, lines])

  if (day === null) return null
  return (
    <p
      aria-hidden="true"
      className="pointer-events-none absolute inset-x-0 top-2 mx-auto w-fit rounded-full border border-hairline bg-raised px-3 py-0.5 text-meta text-ink-2 shadow-low"
    >
      {dayOf(day, today)}
    </p>
  )
}

/** Null where the day stands in the list itself. */
function dayAbove(virtualizer: DayPillProps['virtualizer'], lines: Lines): number | null {
  const offset = virtualizer.scrollOffset ?? 0
  const row = virtualizer.getVirtualItemForOffset(offset)
  if (!row || row.index >= lines.count || offset <= row.start) return null
  const line = lines.at(row.index)
  return line.day !== null && offset < row.start + dayLinePx ? null : startOfDay(line.at)
}
