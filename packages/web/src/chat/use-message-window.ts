// Which rows are drawn, and where the reader is: at the end while they are there, otherwise where they were, to the
// pixel, whatever is added above or below and however the pane is resized.
import type { ChatView } from '@chatapp/client'
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useEffect, useLayoutEffect, useReducer, useRef } from 'react'
import { useClient } from '../use-chat.ts'
import type { Line, Lines } from './lines.ts'
import { leadPx, nearPx, olderEndPx, usualRowPx } from './sizes.ts'
import { useKeptPlace } from './use-kept-place.ts'
import { keepPlace, type Opening } from './use-opening.ts'

const openingPasses = 3

interface WindowOptions {
  scroller: RefObject<HTMLDivElement | null>
  view: ChatView
  lines: Lines
  opening: Opening
  /** Every row is drawn. */
  isSimple: boolean
  showEnd(): void
  /** A row that stays drawn, as it has the focus or will get it. */
  activeIndex: number
}

export function useMessageWindow(options: WindowOptions) {
  const { scroller, view, lines, opening, isSimple, activeIndex, showEnd } = options
  const client = useClient()
  const { peer, hasAfter } = view
  const lead = useRef(leadPx)
  // Who comes to the last row that was drawn goes on from there, although the newest end is drawn now.
  const hadAfter = useRef(hasAfter)
  const virtualizer = useVirtualizer({
    count: lines.count,
    getScrollElement: () => scroller.current,
    getItemKey: useCallback((index: number) => lines.idAt(index), [lines]),
    estimateSize: () => usualRowPx,
    rangeExtractor: (range: Range) =>
      isSimple
        ? Array.from({ length: range.count }, (_, index) => index)
        : withRow(defaultRangeExtractor(range), activeIndex, lines.count),
    overscan: 8,
    paddingStart: olderEndPx,
    paddingEnd: 12,
    scrollPaddingStart: lead.current,
    anchorTo: 'end',
    followOnAppend: !hasAfter && !hadAfter.current,
    scrollEndThreshold: nearPx,
    directDomUpdates: true,
  })

  useLayoutEffect(() => {
    hadAfter.current = hasAfter
  })

  // What changes its size above the reader's row moves nothing. As a page lands, that is all of it, and the row that
  // was the oldest, whose own beginning changes with what comes before it.
  const oldest = useRef<Line | null>(null)
  const landed = useRef(-1)
  if (lines.count > 0 && oldest.current?.id !== lines.idAt(0)) {
    landed.current = oldest.current ? lines.indexOf(oldest.current) : -1
    oldest.current = lines.at(0)
  }
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = (row) =>
    row.start < (virtualizer.scrollOffset ?? 0) || row.index <= landed.current
  useEffect(() => {
    const box = scroller.current
    const forget = () => {
      landed.current = -1
    }
    box?.addEventListener('scroll', forget, { passive: true })
    return () => box?.removeEventListener('scroll', forget)
  }, [scroller])

  // Rows are measured as they are drawn: within these passes the place becomes exact, before anything is painted.
  const [passes, countPass] = useReducer((count: number) => count + 1, 0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it opens once
  useLayoutEffect(() => {
    if (passes === openingPasses) return
    countPass()
    const box = scroller.current
    const index = indexOf(opening, lines)
    if (!box || index < 0 || index >= lines.count) return virtualizer.scrollToEnd()
    if (opening.at === 'kept') lead.current = opening.place.topPx
    if (opening.at === 'unread') lead.current = Math.round(box.clientHeight / 3)
    virtualizer.options.scrollPaddingStart = lead.current
    virtualizer.scrollToIndex(index, { align: opening.at === 'message' ? 'center' : 'start' })
  }, [passes])

  // A list that filled less than the pane lay at its bottom, where no offset tells.
  const wasShort = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at whenever rows come or go
  useLayoutEffect(() => {
    const box = scroller.current
    if (wasShort.current) virtualizer.scrollToEnd()
    wasShort.current = box !== null && !hasAfter && box.scrollHeight <= box.clientHeight
  }, [scroller, virtualizer, lines])

  const { isAtEnd, isSettled, moveToEnd } = useKeptPlace(
    { scroller, virtualizer, opening, lines, hasAfter, lead },
    (place) => keepPlace(client, peer, place),
  )

  // What was just sent is seen, wherever one was.
  const lastSent = view.pending.at(-1)?.id
  const knownSent = useRef(lastSent)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each message
  useLayoutEffect(() => {
    if (lastSent !== undefined && lastSent !== knownSent.current) moveToEnd()
    knownSent.current = lastSent
  }, [lastSent])

  function jumpToEnd() {
    client.showLatest(peer)
    showEnd()
    const isNear = !hasAfter && virtualizer.getDistanceFromEnd() < 3 * (virtualizer.scrollRect?.height ?? 0)
    moveToEnd(isNear && !matchMedia('(prefers-reduced-motion: reduce)').matches ? 'smooth' : 'auto')
  }

  return { virtualizer, isAtEnd, isSettled, jumpToEnd }
}

function indexOf(opening: Opening, lines: Lines): number {
  if (opening.at === 'end') return -1
  return opening.at === 'kept' ? lines.indexOf(opening.place) : lines.indexFrom(opening.number)
}

function withRow(indexes: number[], row: number, count: number): number[] {
  if (row < 0 || row >= count || indexes.includes(row)) return indexes
  return [...indexes, row].sort((a, b) => a - b)
}
