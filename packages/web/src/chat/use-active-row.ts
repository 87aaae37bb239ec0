// One row is in the tab order; the arrow keys go from row to row.
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Lines } from './lines.ts'

export function useActiveRow(lines: Lines) {
  const [row, setRow] = useState<{ id: string; number: number | null } | null>(null)
  const list = useRef<HTMLElement>(null)
  const [isMoving, setMoving] = useState(false)
  const found = row === null ? -1 : lines.indexOf(row)
  const index = found < 0 ? lines.count - 1 : found

  // The row may not be drawn before now.
  useEffect(() => {
    if (!isMoving || row === null) return
    setMoving(false)
    list.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(row.id)}"]`)?.focus()
  }, [isMoving, row])

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    // Keys within a row's own buttons are theirs.
    if (!(event.target instanceof HTMLElement) || event.target.dataset.index === undefined) return
    const at = Number(event.target.dataset.index)
    const next = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: lines.count - 1 }[event.key]
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    list.current = event.currentTarget
    setRow(lines.at(Math.max(0, Math.min(next, lines.count - 1))))
    setMoving(true)
  }

  return { index, onKeyDown }
}
