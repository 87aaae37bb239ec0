import type { ChatView } from '@chatapp/client'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { wordsFor } from '../ui/words.ts'
import { client } from '../use-chat.ts'

interface LoadEarlierProps {
  view: ChatView
  scroller: RefObject<HTMLElement | null>
}

export function LoadEarlier({ view, scroller }: LoadEarlierProps) {
  const { peer, hasBefore, isLoadingOlder, messages } = view
  const [mistake, setMistake] = useState<string | null>(null)
  const wasPressed = useRef(false)

  // With the last page the button goes; whoever stood on it goes on in the list.
  useEffect(() => {
    if (hasBefore || !wasPressed.current) return
    wasPressed.current = false
    scroller.current?.focus({ preventScroll: true })
  }, [hasBefore, scroller])

  function load() {
    if (isLoadingOlder) return
    wasPressed.current = true
    setMistake(null)
    client.loadOlder(peer).catch((error) => setMistake(wordsFor(error)))
  }

  if (!hasBefore || messages.length === 0) return null
  return (
    <div className="earlier">
      {mistake && <p role="alert">{mistake}</p>}
      <button type="button" className="button" aria-disabled={isLoadingOlder} onClick={load}>
        {isLoadingOlder ? 'Loading…' : 'Load earlier messages'}
      </button>
    </div>
  )
}
