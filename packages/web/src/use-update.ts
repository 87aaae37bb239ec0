// Whether the server has another build of this app than the one that runs: asked when the connection comes back,
// as a server that was replaced was away.
import { useEffect, useState } from 'react'
import { useChat } from './use-chat.ts'

/** What runs, as the page names it. */
const running = new URL(import.meta.url).pathname

export function useUpdate(): boolean {
  const isOnline = useChat(({ status }) => status === 'online')
  const [hasUpdate, setHasUpdate] = useState(false)
  useEffect(() => {
    if (!isOnline || hasUpdate || import.meta.env.DEV) return
    const asking = new AbortController()
    isReplaced(asking.signal).then(setHasUpdate, () => {})
    return () => asking.abort()
  }, [isOnline, hasUpdate])
  return hasUpdate
}

async function isReplaced(signal: AbortSignal): Promise<boolean> {
  const answer = await fetch('/', { cache: 'no-cache', signal })
  return answer.ok && !(await answer.text()).includes(running)
}
