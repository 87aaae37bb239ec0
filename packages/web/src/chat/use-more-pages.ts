// Brings the page above or below as soon as the reader comes near it.
import type { ChatView } from '@chatapp/client'
import { useEffect, useState } from 'react'
import { wordsFor } from '../ui/words.ts'

/** In rows: about two screens. */
const nearRows = 30

interface Section {
  view: ChatView
  older(): Promise<void>
  newer(): Promise<void>
}

/**
 * @param isSettled the list stands where it was opened.
 * @param first, last the first and the last row that is seen. */
export function useMorePages(
  { view, older, newer }: Section,
  isSettled: boolean,
  first: number,
  last: number,
  count: number,
) {
  const { messages, hasBefore, hasAfter, isLoadingOlder, isLoadingNewer } = view
  const [oldest, newest] = [messages[0]?.number, messages.at(-1)?.number]
  const [mistake, setMistake] = useState<string | null>(null)
  const wantsOlder =
    isSettled && hasBefore && !isLoadingOlder && first < nearRows && mistake === null && count > 0
  const wantsNewer =
    isSettled && hasAfter && !isLoadingNewer && count - last < nearRows && mistake === null && count > 0

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each end
  useEffect(() => {
    if (wantsOlder) older().catch((error) => setMistake(wordsFor(error)))
  }, [wantsOlder, oldest])

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each end
  useEffect(() => {
    if (wantsNewer) newer().catch((error) => setMistake(wordsFor(error)))
  }, [wantsNewer, newest])

  return { mistake, retry: () => setMistake(null) }
}
