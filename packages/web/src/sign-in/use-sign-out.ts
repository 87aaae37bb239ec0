// Signing out, in every tab of this browser.
import { useEffect, useRef } from 'react'
import { forgetDrafts } from '../drafts.ts'
import { forgetSends } from '../outbox-store.ts'
import { client, useChat } from '../use-chat.ts'

const tabs = new BroadcastChannel('signed out')

export function useSignOut(): () => Promise<void> {
  return async () => {
    const me = client.getSnapshot().me?.username
    await client.signOut()
    if (me === undefined) return
    forgetDrafts(me)
    // A forbidden disk has kept nothing.
    await forgetSends(me).catch(() => {})
    tabs.postMessage(me)
  }
}

/** What another tab has signed out of is forgotten here too, what waited to be sent included. */
export function useSignOutOfOthers(): void {
  const me = useChat((snapshot) => snapshot.me?.username)
  // The server ends the session of this tab too, mostly before the other one says why.
  const latestMe = useRef(me)
  if (me !== undefined) latestMe.current = me
  useEffect(() => {
    const onMessage = ({ data }: MessageEvent<string>) => {
      if (latestMe.current === data) client.forget()
    }
    tabs.addEventListener('message', onMessage)
    return () => tabs.removeEventListener('message', onMessage)
  }, [])
}
