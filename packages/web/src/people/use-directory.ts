// A directory that is typed into: answers that come after the next letter are not shown.
import type { User } from '@chatapp/contract'
import { useEffect, useRef, useState } from 'react'
import { wordsFor } from '../ui/words.ts'
import { client } from '../use-chat.ts'

interface Found {
  /** What was asked for when these came; null: nothing has come yet. */
  readonly query: string | null
  readonly people: readonly User[]
  readonly next: string | null
  readonly mistake: string | null
}

const nothing: Found = { query: null, people: [], next: null, mistake: null }
const typingMs = 200

export function useDirectory(query: string) {
  const [found, setFound] = useState(nothing)
  const [isLoading, setLoading] = useState(true)
  const latest = useRef(0)

  async function load(earlier: Found | null) {
    const turn = ++latest.current
    setLoading(true)
    const cursor = earlier?.next ?? undefined
    const result = await client.listUsers({ q: query, ...(cursor && { cursor }) }).then(
      ({ items, next }): Found => ({
        ...{ query, next, mistake: null },
        people: earlier ? [...earlier.people, ...items] : items,
      }),
      (error): Found => ({ ...(earlier ?? nothing), query, mistake: wordsFor(error) }),
    )
    if (turn !== latest.current) return
    setFound(result)
    setLoading(false)
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new query asks anew, nothing else does
  useEffect(() => {
    const timer = setTimeout(() => void load(null), query === '' ? 0 : typingMs)
    return () => {
      clearTimeout(timer)
      latest.current += 1
    }
  }, [query])

  return {
    found,
    isLoading,
    loadMore: () => void load(found),
    retry: () => void load(found.next === null ? null : found),
  }
}
