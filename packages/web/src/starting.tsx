import { CloudOff, MapPinX, Wrench } from 'lucide-react'
import { Button } from './ui/button.tsx'
import { Notice } from './ui/notice.tsx'
import { useTitle } from './ui/use-title.ts'
import { client, useChat } from './use-chat.ts'

/** Before anything is known of who is signed in. */
export function Starting({ isWaiting }: { isWaiting: boolean }) {
  useTitle('Loading')
  const isUnavailable = useChat((snapshot) => snapshot.isUnavailable)
  return (
    <main className="grid min-h-dvh">
      {isWaiting ? (
        <Notice
          icon={isUnavailable ? Wrench : CloudOff}
          title={isUnavailable ? 'The server is being looked after' : 'The server does not answer'}
          isMistake
        >
          <p>It is tried again by itself.</p>
          <Button kind="primary" onClick={client.wake}>
            Try now
          </Button>
        </Notice>
      ) : (
        <p className="m-auto animate-late text-ink-2">Loading ChatApp…</p>
      )}
    </main>
  )
}

export function WrongAddress() {
  useTitle('Wrong address')
  return (
    <main className="grid min-h-dvh">
      <Notice icon={MapPinX} title="Wrong address" isMistake>
        <p>
          ChatApp is not set up for <strong>{location.origin}</strong>. Open it at its own address, or have
          PUBLIC_URL set to this one on the server.
        </p>
      </Notice>
    </main>
  )
}
