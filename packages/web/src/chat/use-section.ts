import type { ChatView } from '@chatapp/client'
import { useMemo, useRef, useState } from 'react'
import { useClient } from '../use-chat.ts'
import { around, grown, type Section, viewOf, wholeChat } from './section.ts'
import type { Opening } from './use-opening.ts'

/** What the list draws of a chat, and how it goes on from there: what is here comes at once, the rest is loaded. */
export function useSection(whole: ChatView, opening: Opening) {
  const client = useClient()
  const { peer, messages, pending } = whole
  const [section, setSection] = useState(wholeChat)
  /** The number that the reader is at. */
  const seen = useRef(numberOf(opening))
  const lastSent = pending.at(-1)?.id
  const [knownSent, setKnownSent] = useState(lastSent)

  let next = section
  // What was just sent is seen, in the same frame.
  if (lastSent !== knownSent) {
    setKnownSent(lastSent)
    if (lastSent !== undefined) next = atEnd()
  }
  next = around(next, messages, seen.current)
  if (next !== section) setSection(next)

  function atEnd(): Section {
    seen.current = wholeChat.last
    return wholeChat
  }

  function grow(side: 'older' | 'newer', load: (peer: string) => Promise<void>): Promise<void> {
    const more = grown(next, messages, side)
    if (more === next) return load(peer)
    setSection(more)
    return Promise.resolve()
  }

  return {
    view: useMemo(() => viewOf(whole, next), [whole, next]),
    older: () => grow('older', client.loadOlder),
    newer: () => grow('newer', client.loadNewer),
    showEnd: () => setSection(atEnd()),
    noteSeen(number: number) {
      seen.current = number
    },
  }
}

function numberOf(opening: Opening): number {
  if (opening.at === 'end') return wholeChat.last
  return (opening.at === 'kept' ? opening.place.number : opening.number) ?? wholeChat.last
}
