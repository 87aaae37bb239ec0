// Moves the read mark to what was seen: half of a row, or half of the pane full of it, for 300 ms, with the tab in front.
import type { ChatView } from '@chatapp/client'
import { type RefObject, useEffect } from 'react'
import { client } from '../use-chat.ts'
import type { Line } from './lines.ts'

const seenMs = 300

export function useReadMark(
  scroller: RefObject<HTMLElement | null>,
  { peer, conversation }: ChatView,
  lines: readonly Line[],
): void {
  const read = conversation?.readNumber ?? 0
  const newest = lines.findLast(({ number, sendState }) => number !== null && sendState === null)?.number ?? 0
  // Nothing can be marked before the list knows of the conversation.
  const hasUnread = conversation !== null && newest > read

  // biome-ignore lint/correctness/useExhaustiveDependencies: `newest` stands for the rows that are observed
  useEffect(() => {
    const box = scroller.current
    if (!box || !hasUnread) return
    return watch(box, read, (number) => client.markRead(peer, number))
  }, [scroller, peer, hasUnread, read, newest])
}

function watch(box: HTMLElement, read: number, mark: (number: number) => void): () => void {
  const events = new AbortController()
  const seen = new Map<Element, number>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio, intersectionRect, rootBounds } of entries) {
        const isSeen = intersectionRatio >= 0.5 || intersectionRect.height >= (rootBounds?.height ?? 0) / 2
        if (isSeen && intersectionRect.height > 0) seen.set(target, numberOf(target))
        else seen.delete(target)
      }
      consider()
    },
    { root: box, threshold: [0, 0.1, 0.25, 0.5, 0.75, 1] },
  )

  function consider() {
    clearTimeout(timer)
    if (!isInFront() || seen.size === 0) return
    timer = setTimeout(() => isInFront() && seen.size > 0 && mark(Math.max(...seen.values())), seenMs)
  }

  for (const row of box.querySelectorAll('[data-unread-number]'))
    if (numberOf(row) > read) observer.observe(row)
  window.addEventListener('focus', consider, { signal: events.signal })
  document.addEventListener('visibilitychange', consider, { signal: events.signal })
  return () => {
    clearTimeout(timer)
    observer.disconnect()
    events.abort()
  }
}

const numberOf = (row: Element): number => Number((row as HTMLElement).dataset.unreadNumber)

const isInFront = (): boolean => document.visibilityState === 'visible' && document.hasFocus()
