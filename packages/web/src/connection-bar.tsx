import { useEffect, useState, useSyncExternalStore } from 'react'
import { useChat } from './use-chat.ts'

/** Short blips pass unmentioned. */
const patienceMs = 3000

export function ConnectionBar() {
  const isDown = useChat(({ status }) => status === 'connecting' || status === 'waiting')
  const isOffline = !useSyncExternalStore(onConnectivity, () => navigator.onLine)
  const isShown = useLasting(isDown || isOffline, patienceMs)
  return (
    <div className="connection" role="status">
      {isShown && (
        <p className="connection-bar">
          {isOffline ? 'You are offline. Messages are sent later.' : 'No connection. Trying again…'}
        </p>
      )}
    </div>
  )
}

/** True once the claim has held for a while, false as soon as it does not. */
function useLasting(claim: boolean, ms: number): boolean {
  const [hasLasted, setHasLasted] = useState(false)
  useEffect(() => {
    if (!claim) return
    const timer = setTimeout(() => setHasLasted(true), ms)
    return () => {
      clearTimeout(timer)
      setHasLasted(false)
    }
  }, [claim, ms])
  return claim && hasLasted
}

function onConnectivity(listener: () => void): () => void {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}
