// Signing out, in every tab of this browser.
import { useEffect } from 'react'
import { forgetDrafts } from '../drafts.ts'
import { client } from '../use-chat.ts'

const tabs = new BroadcastChannel('signed out')

export function useSignOut(): () => Promise<void> {
  return async () => {
    const me = client.getSnapshot().me?.username
    await client.signOut()
    if (me === undefined) return
    forgetDrafts(me)
    tabs.postMessage(me)
  }
}

/** What another tab has signed out of is forgotten here too, what waited to be sent included. */
export function useSignOutOfOthers(): void {
  useEffect(() => {
    const onMessage = ({ data }: MessageEvent<string>) => {
      if (client.getSnapshot().me?.username === data) client.forget()
    }
    tabs.addEventListener('message', onMessage)
    return () => tabs.removeEventListener('message', onMessage)
  }, [])
}
