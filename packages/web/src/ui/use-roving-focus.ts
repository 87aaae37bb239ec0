// A list of links with one of them in the tab order; the arrow keys go from one to the next.
import { type KeyboardEvent, useState } from 'react'

/**
 * @param keys of the rows, in order.
 * @param current the row that is open, if any: there the tab order enters, unless another one had the focus.
 */
export function useRovingFocus(keys: readonly string[], current: string | undefined) {
  const [chosen, setChosen] = useState<string | null>(null)
  const active = [chosen, current].find((key) => key != null && keys.includes(key)) ?? keys[0]

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-username]')]
    const at = rows.indexOf(event.target as HTMLElement)
    const next = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 }[event.key]
    if (at < 0 || next === undefined) return
    event.preventDefault()
    const row = rows[Math.max(0, Math.min(next, rows.length - 1))]
    setChosen(row?.dataset.username ?? null)
    row?.focus()
  }

  return { active, onKeyDown }
}
