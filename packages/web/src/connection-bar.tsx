import { CloudOff, type LucideIcon, RefreshCw, WifiOff, Wrench } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { Button } from './ui/button.tsx'
import { useChat, useClient } from './use-chat.ts'
import { useUpdate } from './use-update.ts'

/** Short blips pass unmentioned. */
const patienceMs = 3000

/** What the whole app should know of, over it, so that nothing moves: no connection, maintenance, a new version. */
export function ConnectionBar() {
  const isDown = useChat(({ status }) => status === 'connecting' || status === 'waiting')
  const isUnavailable = useChat((snapshot) => snapshot.isUnavailable)
  const isOffline = !useSyncExternalStore(onConnectivity, () => navigator.onLine)
  const isShown = useLasting(isDown || isOffline, patienceMs)
  const hasUpdate = useUpdate()
  const client = useClient()
  return (
    <div
      className="pointer-events-none fixed inset-x-4 top-[calc(4rem+env(safe-area-inset-top))] z-2 grid justify-items-center gap-2 tablet:start-[calc(17.5rem+1rem)] desktop:start-[calc(20rem+1rem)]"
      role="status"
    >
      {isShown && isOffline && (
        <Bar icon={WifiOff}>You are offline. Messages are sent when you are back.</Bar>
      )}
      {isShown && !isOffline && isUnavailable && (
        <Bar icon={Wrench}>The server is being looked after. Messages are sent when it is back.</Bar>
      )}
      {isShown && !isOffline && !isUnavailable && (
        <Bar icon={CloudOff}>
          No connection. Trying again…
          <BarButton onClick={client.wake}>Try now</BarButton>
        </Bar>
      )}
      {hasUpdate && (
        <Bar icon={RefreshCw}>
          A new version is here.
          <BarButton onClick={() => location.reload()}>Reload</BarButton>
        </Bar>
      )}
    </div>
  )
}

function Bar({ icon: Icon, children }: { icon: LucideIcon; children: React.ReactNode }) {
  return (
    <p className="flex max-w-full animate-fade items-center gap-2 rounded-[20px] border border-edge bg-raised px-4 py-1.5 text-secondary shadow-raised">
      <Icon className="size-4 flex-none" aria-hidden="true" />
      <span className="flex flex-wrap items-center gap-x-1">{children}</span>
    </p>
  )
}

function BarButton(button: { onClick(): void; children: string }) {
  return <Button kind="quiet" className="pointer-events-auto -my-1.5 px-2!" {...button} />
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
