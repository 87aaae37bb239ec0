// The only bridge to the client: screens draw its snapshot and call its methods, both taken from here.
import { type ChatView, createChatClient, type Snapshot } from '@chatapp/client'
import { useEffect, useSyncExternalStore } from 'react'
import { createOutboxStore } from './outbox-store.ts'

export const client = createChatClient({
  baseUrl: location.origin,
  outboxStore: createOutboxStore(),
  onError: (error) => console.error(error),
})

/** Draws again when the selected part changes: select what stays the same object until then. */
export function useChat<T>(select: (snapshot: Snapshot) => T): T {
  return useSyncExternalStore(client.subscribe, () => select(client.getSnapshot()))
}

export const useChatWith = (peer: string): ChatView => useChat((snapshot) => snapshot.chat(peer))

/** Runs the client as long as the app is drawn, and stirs it when the network or the tab comes back. */
export function useRunningClient(): void {
  useEffect(() => {
    const events = new AbortController()
    const { signal } = events
    const wakeIfVisible = () => document.visibilityState === 'visible' && client.wake()
    window.addEventListener('online', client.wake, { signal })
    window.addEventListener('pageshow', client.wake, { signal })
    document.addEventListener('visibilitychange', wakeIfVisible, { signal })
    void client.start()
    return () => {
      events.abort()
      client.stop()
    }
  }, [])
}
