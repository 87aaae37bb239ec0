// Brings the page above or below as soon as the reader comes near it, or when they ask for it.
import type { ChatView } from '@chatapp/client'
import { useEffect, useState } from 'react'
import { wordsFor } from '../ui/words.ts'

/** In rows: about two screens. */
const nearRows = 30

interface MorePagesOptions {
  section: { view: ChatView; older(): Promise<void>; newer(): Promise<void> }
  /** The list stands where it was opened. */
  isSettled: boolean
  /** Older pages come only by `loadOlder`. */
  isByButton: boolean
  /** The first and the last row that is seen, of how many. */
  first: number
  last: number
  count: number
}

export function useMorePages({ section, isSettled, isByButton, first, last, count }: MorePagesOptions) {
  const { messages, hasBefore, hasAfter, isLoadingOlder, isLoadingNewer } = section.view
  const [oldest, newest] = [messages[0]?.number, messages.at(-1)?.number]
  const [mistake, setMistake] = useState<string | null>(null)
  const mayLoad = isSettled && count > 0 && mistake === null
  const wantsOlder = mayLoad && !isByButton && hasBefore && !isLoadingOlder && first < nearRows
  const wantsNewer = mayLoad && hasAfter && !isLoadingNewer && count - last < nearRows

  function loadOlder() {
    setMistake(null)
    section.older().catch((error) => setMistake(wordsFor(error)))
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each end
  useEffect(() => {
    if (wantsOlder) loadOlder()
  }, [wantsOlder, oldest])

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each end
  useEffect(() => {
    if (wantsNewer) section.newer().catch((error) => setMistake(wordsFor(error)))
  }, [wantsNewer, newest])

  return { mistake, loadOlder }
}
