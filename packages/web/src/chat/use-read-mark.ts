// Moves the read mark to what was seen: half of a row, or half of the pane full of it, for 300 ms, with the tab in front.
import type { ChatView } from '@chatapp/client'
import { type RefObject, useEffect, useRef } from 'react'
import { useClient } from '../use-chat.ts'

const seenMs = 300

/**
 * @param isSettled the list stands where it was opened.
 * @param seen the number of the lowest message that is seen right now; 0 when there is none. */
export function useReadMark(
  scroller: RefObject<HTMLElement | null>,
  { peer, conversation, messages }: ChatView,
  isSettled: boolean,
  seen: () => number,
): void {
  const client = useClient()
  const latestSeen = useRef(seen)
  latestSeen.current = seen
  const read = conversation?.readNumber ?? 0
  // Nothing can be marked before the list knows of the conversation.
  const mayMark = isSettled && conversation !== null && conversation.lastNumber > read

  // biome-ignore lint/correctness/useExhaustiveDependencies: new messages are looked at anew
  useEffect(() => {
    const box = scroller.current
    if (!box || !mayMark) return
    const events = new AbortController()
    const { signal } = events
    let timer: ReturnType<typeof setTimeout> | undefined

    function look() {
      const before = isInFront() ? latestSeen.current() : 0
      if (timer !== undefined || before <= read) return
      timer = setTimeout(() => {
        timer = undefined
        const number = isInFront() ? Math.min(before, latestSeen.current()) : 0
        if (number > read) client.markRead(peer, number)
        if (latestSeen.current() > number) look()
      }, seenMs)
    }

    look()
    box.addEventListener('scroll', look, { signal, passive: true })
    window.addEventListener('focus', look, { signal })
    window.addEventListener('resize', look, { signal })
    document.addEventListener('visibilitychange', look, { signal })
    return () => {
      clearTimeout(timer)
      events.abort()
    }
  }, [client, scroller, peer, mayMark, read, messages])
}

export const isInFront = (): boolean => document.visibilityState === 'visible' && document.hasFocus()
