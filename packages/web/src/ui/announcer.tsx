// What screen readers are told besides what has the focus: `announce` anywhere, drawn once, from first paint on.
import { useSyncExternalStore } from 'react'

interface Line {
  readonly key: number
  readonly text: string
}

const keptMax = 20
let lines: readonly Line[] = []
let nextKey = 1
const listeners = new Set<() => void>()

export function announce(text: string): void {
  lines = [...lines.slice(1 - keptMax), { key: nextKey++, text }]
  for (const listener of listeners) listener()
}

export function Announcer() {
  const shown = useSyncExternalStore(subscribe, () => lines)
  return (
    <div role="log" aria-live="polite" aria-label="Announcements" className="sr-only">
      {shown.map(({ key, text }) => (
        <p key={key} dir="auto">
          {text}
        </p>
      ))}
    </div>
  )
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
