// Tells screen readers of what comes into the open chat, once each: never of history, never of one's own messages.
import type { ChatView } from '@chatapp/client'
import { useEffect, useRef } from 'react'
import { announce } from '../ui/announcer.tsx'

/** What comes within this is told together. */
const togetherMs = 500
const oneByOneMax = 3

export function useAnnouncements(
  { peer, conversation, messages, pending, hasAfter, isLoaded }: ChatView,
  name: string,
): void {
  const toldTo = useRef<number | null>(null)
  const waiting = useRef<string[]>([])
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latestName = useRef(name)
  latestName.current = name

  useEffect(() => {
    if (!isLoaded) return
    const newest = messages.at(-1)?.number ?? 0
    const lastMessage = conversation?.lastMessage
    const lastNumber = lastMessage?.number ?? 0
    const from = toldTo.current ?? Math.max(newest, lastNumber)
    // Who reads far back is told of the latest alone.
    const arrived = hasAfter && lastMessage ? [lastMessage] : messages
    toldTo.current = Math.max(from, hasAfter ? lastNumber : newest)
    const fresh = arrived.slice(arrived.findLastIndex(({ number }) => number <= from) + 1)
    for (const message of fresh)
      if ('from' in message && message.from === peer && message.deletedAt === null)
        waiting.current.push(message.body)
    if (waiting.current.length === 0) return
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      const bodies = waiting.current.splice(0)
      if (bodies.length > oneByOneMax) announce(`${bodies.length} new messages from ${latestName.current}`)
      else for (const body of bodies) announce(`${latestName.current}: ${body}`)
    }, togetherMs)
  }, [messages, conversation, hasAfter, isLoaded, peer])

  const failed = pending.filter(({ state }) => state === 'failed').length
  const knownFailed = useRef(failed)
  useEffect(() => {
    if (failed > knownFailed.current) announce('Not sent')
    knownFailed.current = failed
  }, [failed])

  useEffect(() => () => clearTimeout(timer.current), [])
}
