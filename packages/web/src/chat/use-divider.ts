import type { ChatView } from '@chatapp/client'
import { useEffect, useState } from 'react'
import { isInFront } from './use-read-mark.ts'

/**
 * After which message the unread ones began when the chat was opened, or when the first of them came behind one's
 * back; null: nothing is new. It stays where it is until one writes, presses Escape or leaves.
 */
export function useDivider({ conversation, pending }: ChatView): number | null {
  const unread = conversation?.unread ?? 0
  const read = conversation?.readNumber ?? 0
  const [after, setAfter] = useState(unread > 0 ? read : null)
  const lastSent = pending.at(-1)?.id

  useEffect(() => {
    if (unread > 0 && !isInFront()) setAfter((known) => known ?? read)
  }, [unread, read])

  useEffect(() => {
    if (lastSent !== undefined) setAfter(null)
  }, [lastSent])

  useEffect(() => {
    if (after === null) return
    const events = new AbortController()
    const onKeyDown = ({ key, defaultPrevented }: KeyboardEvent) => {
      if (key === 'Escape' && !defaultPrevented) setAfter(null)
    }
    document.addEventListener('keydown', onKeyDown, { signal: events.signal })
    return () => events.abort()
  }, [after])

  return after
}
