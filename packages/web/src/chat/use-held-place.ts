// Keeps the reader's place: at the end while they are there, otherwise the first row they see, to the pixel,
// whatever is added above or below and however the pane is resized.
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import type { Line } from './lines.ts'

type Place = 'end' | { readonly id: string; readonly top: number }

/** Who is that close to the end follows it. */
const nearPx = 80

export function useHeldPlace(scroller: RefObject<HTMLElement | null>, lines: readonly Line[]): void {
  const place = useRef<Place>('end')
  const lastOwn = lines.findLast(({ sendState }) => sendState !== null)?.id
  const knownOwn = useRef(lastOwn)

  useLayoutEffect(() => {
    const box = scroller.current
    if (!box) return
    // What was just sent is seen, wherever one was.
    if (lastOwn !== knownOwn.current && lines.at(-1)?.id === lastOwn) place.current = 'end'
    knownOwn.current = lastOwn
    restore(box, place.current)
  }, [scroller, lines, lastOwn])

  useEffect(() => {
    const box = scroller.current
    if (!box) return
    const onScroll = () => {
      place.current = placeIn(box)
    }
    const observer = new ResizeObserver(() => restore(box, place.current))
    observer.observe(box)
    for (const part of box.children) observer.observe(part)
    box.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      box.removeEventListener('scroll', onScroll)
    }
  }, [scroller])
}

function placeIn(box: HTMLElement): Place {
  if (box.scrollHeight - box.clientHeight - box.scrollTop <= nearPx) return 'end'
  const edge = box.getBoundingClientRect().top
  for (const row of box.querySelectorAll<HTMLElement>('[data-id]')) {
    const { top, bottom } = row.getBoundingClientRect()
    if (bottom > edge) return { id: row.dataset.id ?? '', top: top - edge }
  }
  return 'end'
}

function restore(box: HTMLElement, place: Place): void {
  if (place === 'end') {
    box.scrollTop = box.scrollHeight
    return
  }
  const row = box.querySelector<HTMLElement>(`[data-id="${CSS.escape(place.id)}"]`)
  if (!row) return
  const shift = row.getBoundingClientRect().top - box.getBoundingClientRect().top - place.top
  if (Math.abs(shift) >= 1) box.scrollTop += shift
}
