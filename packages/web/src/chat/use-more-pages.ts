// Brings the page above or below as soon as the reader comes near it, or when they ask for it.
import type { ChatView } from '@chatapp/client'
import { useEffect, useState } from 'react'
import { wordsFor } from '../ui/words.ts'
import { useClient } from '../use-chat.ts'

/** In rows: about two screens. */
const nearRows = 30

interface MorePagesOptions {
  view: ChatView
  /** The list stands where it was opened. */
  isSettled: boolean
  /** Older pages come only by `loadOlder`. */
  isByButton: boolean
  /** The first and the last row that is seen, of how many. */
  first: number
  last: number
  count: number
}

export function useMorePages({ view, isSettled, isByButton, first, last, count }: MorePagesOptions) {
  const client = useClient()
  const { peer, hasBefore, hasAfter, isLoadingOlder, isLoadingNewer } = view
  const [mistake, setMistake] = useState<string | null>(null)
  const mayLoad = isSettled && count > 0 && mistake === null
  const wantsOlder = mayLoad && !isByButton && hasBefore && !isLoadingOlder && first < nearRows
  const wantsNewer = mayLoad && hasAfter && !isLoadingNewer && count - last < nearRows

  function loadOlder() {
    setMistake(null)
    client.loadOlder(peer).catch((error) => setMistake(wordsFor(error)))
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked when it is wanted
  useEffect(() => {
    if (wantsOlder) loadOlder()
  }, [client, peer, wantsOlder])

  useEffect(() => {
    if (wantsNewer) client.loadNewer(peer).catch((error) => setMistake(wordsFor(error)))
  }, [client, peer, wantsNewer])

  return { mistake, loadOlder }
}
