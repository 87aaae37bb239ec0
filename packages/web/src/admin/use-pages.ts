// A list that comes in pages, asked for anew when what is wanted changes: answers to an older question are not shown.
import { useEffect, useRef, useState } from 'react'
import { type WordsByCode, wordsFor } from '../ui/words.ts'

interface Page<T> {
  items: T[]
  next: string | null
}

interface Shown<T> {
  /** Null: nothing has come yet. */
  readonly items: readonly T[] | null
  readonly next: string | null
  readonly mistake: string | null
}

const typingMs = 200

/** @param wanted what is asked for, as one text; empty is asked for at once, anything else once the typing rests. */
export function usePages<T>(
  load: (cursor?: { cursor: string }) => Promise<Page<T>>,
  wanted: string,
  words: WordsByCode = {},
) {
  const nothing: Shown<T> = { items: null, next: null, mistake: null }
  const [shown, setShown] = useState(nothing)
  const [isLoading, setLoading] = useState(true)
  const latest = useRef(0)

  async function loadPage(earlier: Shown<T> | null) {
    const turn = ++latest.current
    setLoading(true)
    const result = await load(earlier?.next ? { cursor: earlier.next } : undefined).then(
      ({ items, next }): Shown<T> => ({ items: [...(earlier?.items ?? []), ...items], next, mistake: null }),
      (error): Shown<T> => ({ ...(earlier ?? nothing), mistake: wordsFor(error, words) }),
    )
    if (turn !== latest.current) return
    setShown(result)
    setLoading(false)
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew when something else is wanted, and then alone
  useEffect(() => {
    const timer = setTimeout(() => void loadPage(null), wanted === '' ? 0 : typingMs)
    return () => {
      clearTimeout(timer)
      latest.current += 1
    }
  }, [wanted])

  return {
    ...shown,
    isLoading,
    loadMore: () => isLoading || void loadPage(shown),
    retry: () => void loadPage(shown.next === null ? null : shown),
  }
}
