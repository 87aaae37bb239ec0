// A long list is drawn as far as somebody scrolls.
import { type RefObject, useEffect, useState } from 'react'

const stepRows = 60
const nearPx = 1000

/**
 * @param anew what makes it a different list.
 * @returns how many rows to draw.
 */
export function useGrowing(box: RefObject<HTMLElement | null>, total: number, anew: string): number {
  const [grown, setGrown] = useState({ anew, count: stepRows })
  const count = grown.anew === anew ? grown.count : stepRows
  const isWhole = count >= total

  useEffect(() => {
    const list = box.current
    if (!list || isWhole) return
    const grow = () => {
      if (list.scrollHeight - list.scrollTop - list.clientHeight < nearPx)
        setGrown({ anew, count: count + stepRows })
    }
    grow()
    list.addEventListener('scroll', grow, { passive: true })
    return () => list.removeEventListener('scroll', grow)
  }, [box, isWhole, anew, count])

  return Math.min(count, total)
}
