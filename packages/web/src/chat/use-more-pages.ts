// Brings the page above or below as soon as the reader comes near it.
import type { ChatView } from '@chatapp/client'
import { useEffect, useState } from 'react'
import { wordsFor } from '../ui/words.ts'
import { useClient } from '../use-chat.ts'

/** In rows: about two screens. */
const nearRows = 30

/**
 * @param isSettled the list stands where it was opened.
 * @param first, last the first and the last row that is seen. */
export function useMorePages(view: ChatView, isSettled: boolean, first: number, last: number, count: number) {
  const client = useClient()
  const { peer, hasBefore, hasAfter, isLoadingOlder, isLoadingNewer } = view
  const [mistake, setMistake] = useState<string | null>(null)
  const wantsOlder =
    isSettled && hasBefore && !isLoadingOlder && first < nearRows && mistake === null && count > 0
  const wantsNewer =
    isSettled && hasAfter && !isLoadingNewer && count - last < nearRows && mistake === null && count > 0

  useEffect(() => {
    if (wantsOlder) client.loadOlder(peer).catch((error) => setMistake(wordsFor(error)))
  }, [client, peer, wantsOlder])

  useEffect(() => {
    if (wantsNewer) client.loadNewer(peer).catch((error) => setMistake(wordsFor(error)))
  }, [client, peer, wantsNewer])

  return { mistake, retry: () => setMistake(null) }
}
