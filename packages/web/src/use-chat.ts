// The only bridge to the client: screens draw its snapshot and call its methods, both taken from here.
import { type ChatClient, type ChatView, createChatClient, type Snapshot } from '@chatapp/client'
import { createContext, useContext, useEffect, useSyncExternalStore } from 'react'
import { createOutboxStore } from './outbox-store.ts'

/** Whoever is signed in on this device. */
export const client = createChatClient({
  baseUrl: location.origin,
  outboxStore: createOutboxStore(),
  onError: (error) => console.error(error),
})

/** Whose screens are drawn below: this device's person, except where a demo draws two people side by side. */
export const ClientContext = createContext<ChatClient>(client)

export const useClient = (): ChatClient => useContext(ClientContext)

/** Draws again when the selected part changes: select what stays the same object until then. */
export function useChat<T>(select: (snapshot: Snapshot) => T): T {
  const { subscribe, getSnapshot } = useClient()
  return useSyncExternalStore(subscribe, () => select(getSnapshot()))
}

export const useChatWith = (peer: string): ChatView => useChat((snapshot) => snapshot.chat(peer))

/** Runs the client as long as the app is drawn, and stirs it when the network or the tab comes back. */
export function useRunning(running: ChatClient): void {
  useEffect(() => {
    const events = new AbortController()
    const { signal } = events
    const wakeIfVisible = () => document.visibilityState === 'visible' && running.wake()
    window.addEventListener('online', running.wake, { signal })
    window.addEventListener('pageshow', running.wake, { signal })
    document.addEventListener('visibilitychange', wakeIfVisible, { signal })
    void running.start()
    return () => {
      events.abort()
      running.stop()
    }
  }, [running])
}
