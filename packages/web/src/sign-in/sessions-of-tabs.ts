// Signing in and out is for every tab of this browser.
import { useEffect, useRef } from 'react'
import { forgetDrafts } from '../drafts.ts'
import { forgetSends } from '../outbox-store.ts'
import { client, useChat } from '../use-chat.ts'

type News = { readonly signedOut: string } | { readonly signedIn: string }

const tabs = new BroadcastChannel('session')
const tell = (news: News): void => tabs.postMessage(news)

/** @param end what ends it, when it is not signing out alone. */
export function useSignOut(): (end?: () => Promise<void>) => Promise<void> {
  return async (end = client.signOut) => {
    const me = client.getSnapshot().me?.username
    await end()
    if (me === undefined) return
    forgetDrafts(me)
    tell({ signedOut: me })
    // A forbidden disk has kept nothing.
    forgetSends(me).catch(() => {})
  }
}

/**
 * What another tab has signed out of is forgotten here too, what waited to be sent included; where another tab has
 * signed in, this one is in.
 */
export function useOtherTabs(): void {
  const me = useChat((snapshot) => snapshot.me?.username)
  // The server ends the session of this tab too, mostly before the other one says why.
  const latestMe = useRef(me)
  if (me !== undefined) latestMe.current = me
  // Whoever was in already tells nothing new: the others are in as well.
  useEffect(() => {
    if (me !== undefined) tell({ signedIn: me })
  }, [me])
  useEffect(() => {
    const onMessage = ({ data }: MessageEvent<News>) => {
      if ('signedIn' in data) {
        if (client.getSnapshot().status === 'signedOut') void client.start()
      } else if (latestMe.current === data.signedOut) client.forget()
    }
    tabs.addEventListener('message', onMessage)
    return () => tabs.removeEventListener('message', onMessage)
  }, [])
}
