// Where the reader is, known by what they scrolled to last: a pane that is resized shows the same row again.
import type { Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useRef, useState } from 'react'
import type { Lines } from './lines.ts'
import { leadPx, nearPx } from './sizes.ts'
import type { Opening, Place } from './use-opening.ts'

interface KeptPlaceOptions {
  scroller: RefObject<HTMLElement | null>
  virtualizer: Virtualizer<HTMLDivElement, Element>
  opening: Opening
  lines: Lines
  hasAfter: boolean
  /** What a row that is moved to keeps above it, in px. */
  lead: RefObject<number>
}

/**
 * A pane that was opened or resized scrolls by itself until its rows are measured: for so long at least, and until it
 * stands still for so many frames. That moves no reader.
 */
const settleMs = 200
const stillFrames = 3

/** @param onLeave gets the place when the list goes; null: the newest end. */
export function useKeptPlace(options: KeptPlaceOptions, onLeave: (place: Place | null) => void) {
  const { scroller, virtualizer, opening } = options
  const [isAtEnd, setAtEnd] = useState(opening.at === 'end')
  const [isSettled, setSettled] = useState(false)
  const place = useRef<Place | null>(opening.at === 'kept' ? opening.place : null)
  const latest = useRef({ ...options, onLeave })
  latest.current = { ...options, onLeave }

  useEffect(() => {
    const box = scroller.current
    if (!box) return
    let isOpening = true
    let isResizing = false
    let handAt = Number.NEGATIVE_INFINITY
    let frame = 0
    let [width, height] = [box.clientWidth, box.clientHeight]

    const isAsKnown = () => box.clientWidth === width && box.clientHeight === height

    function note() {
      // A resize scrolls by itself, before it is told of and until the rows are measured.
      if (isOpening || isResizing || !isAsKnown()) return
      place.current = placeIn(latest.current)
      latest.current.lead.current = leadPx
      setAtEnd(place.current === null)
    }

    function onResize() {
      if (isOpening || isAsKnown()) return
      // Every row may have become higher or lower, those that are not drawn too.
      if (box!.clientWidth !== width) virtualizer.measure()
      ;[width, height] = [box!.clientWidth, box!.clientHeight]
      isResizing = true
      restore()
      onceStill((hasHandMoved) => {
        isResizing = false
        // Unless somebody has moved meanwhile, what was measured since then is made up for.
        if (hasHandMoved) note()
        else restore()
      })
    }

    /** Whoever moves the list themselves is not waited for. Only the latest call counts. */
    function onceStill(done: (hasHandMoved: boolean) => void) {
      const begunAt = performance.now()
      let [still, top, height] = [0, -1, -1]
      const look = () => {
        still = box!.scrollTop === top && box!.scrollHeight === height ? still + 1 : 0
        ;[top, height] = [box!.scrollTop, box!.scrollHeight]
        const hasHandMoved = handAt > begunAt
        if (performance.now() - begunAt >= settleMs && (hasHandMoved || still >= stillFrames))
          return done(hasHandMoved)
        frame = requestAnimationFrame(look)
      }
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(look)
    }

    const onHand = () => {
      handAt = performance.now()
    }

    function restore() {
      const { current: held } = place
      if (held === null) return virtualizer.scrollToEnd()
      const index = latest.current.lines.indexOf(held)
      if (index < 0) return
      latest.current.lead.current = held.topPx
      virtualizer.options.scrollPaddingStart = held.topPx
      virtualizer.scrollToIndex(index, { align: 'start' })
    }

    onceStill(() => {
      isOpening = false
      setSettled(true)
      note()
    })
    const observer = new ResizeObserver(onResize)
    observer.observe(box)
    const events = new AbortController()
    const { signal } = events
    box.addEventListener('scroll', note, { passive: true, signal })
    // The button that leads to the end stands beside the list.
    for (const hand of ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const)
      box.parentElement?.addEventListener(hand, onHand, { passive: true, signal })
    return () => {
      cancelAnimationFrame(frame)
      observer.disconnect()
      events.abort()
      latest.current.onLeave(place.current)
    }
  }, [scroller, virtualizer])

  /** The app itself moves the reader there. */
  function moveToEnd(behavior: ScrollBehavior = 'auto') {
    place.current = null
    setAtEnd(true)
    virtualizer.scrollToEnd({ behavior })
  }

  return { isAtEnd, isSettled, moveToEnd }
}

/** The first row that is seen and where its top lies; null at the newest end. */
function placeIn({
  virtualizer,
  lines,
  hasAfter,
}: Pick<KeptPlaceOptions, 'virtualizer' | 'lines' | 'hasAfter'>): Place | null {
  if (virtualizer.isAtEnd(nearPx) && !hasAfter) return null
  const offset = virtualizer.scrollOffset ?? 0
  const row = virtualizer.getVirtualItemForOffset(offset)
  if (!row || row.index >= lines.count) return null
  const { id, number } = lines.at(row.index)
  return { id, number, topPx: row.start - offset }
}
