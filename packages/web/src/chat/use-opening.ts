// Where a chat opens: at the message of a link, where the reader left it, at the first unread one, or at the end.
import { ApiError, type ChatClient, type ChatView } from '@chatapp/client'
import { useEffect, useState } from 'react'
import { wordsFor } from '../ui/words.ts'
import { useChat, useClient } from '../use-chat.ts'

export type Opening =
  | { readonly at: 'end' }
  | { readonly at: 'unread' | 'message'; readonly number: number }
  | { readonly at: 'kept'; readonly place: Place }

/** A row, and how far its top lay below that of the pane. */
export interface Place {
  readonly id: string
  readonly number: number | null
  readonly topPx: number
}

const kept = new WeakMap<ChatClient, Map<string, Place>>()

/** Where somebody goes on reading when they come back; null: at the end. */
export function keepPlace(client: ChatClient, peer: string, place: Place | null): void {
  const places = kept.get(client) ?? new Map<string, Place>()
  kept.set(client, places)
  if (place) places.set(peer, place)
  else places.delete(peer)
}

/**
 * Has the chat loaded there. Null until it is known where. What a new try can mend is tried again by itself; the
 * rest is said.
 * @param sought the number of a message to show, from a link.
 */
export function useOpening({ peer, conversation }: ChatView, sought: number | null) {
  const client = useClient()
  const isListLoaded = useChat((snapshot) => snapshot.isLoaded)
  const [isReady, setReady] = useState(isListLoaded)
  const [opening, setOpening] = useState<Opening | null>(null)
  const [tries, setTries] = useState(0)
  const [mistake, setMistake] = useState<string | null>(null)

  // A list that is loaded anew later on moves nobody.
  if (isListLoaded && !isReady) setReady(true)

  function open(options: { around?: number }) {
    setMistake(null)
    client.openChat(peer, options).catch((error) => {
      // Whom nobody knows is said by the screen, and who is signed out is asked to sign in.
      if (error instanceof ApiError && error.status >= 400 && ![401, 404].includes(error.status))
        setMistake(wordsFor(error))
    })
  }

  // The newest messages are asked for while the list is still on its way.
  // biome-ignore lint/correctness/useExhaustiveDependencies: anew for another chat and for a new try
  useEffect(() => open({}), [client, peer, tries])

  // biome-ignore lint/correctness/useExhaustiveDependencies: where it opens is decided once, and anew for a new try
  useEffect(() => {
    if (!isReady) return
    const next = decide()
    const around = numberOf(next)
    if (around !== null) open({ around })
    setOpening(next)
  }, [client, peer, isReady, sought, tries])

  function decide(): Opening {
    if (sought !== null) return { at: 'message', number: sought }
    if (conversation && conversation.unread > 0) return { at: 'unread', number: conversation.readNumber + 1 }
    const place = kept.get(client)?.get(peer)
    return place ? { at: 'kept', place } : { at: 'end' }
  }

  return { opening, mistake, retry: () => setTries(tries + 1) }
}

function numberOf(opening: Opening): number | null {
  if (opening.at === 'end') return null
  return opening.at === 'kept' ? opening.place.number : opening.number
}
