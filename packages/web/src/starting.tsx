import { EntryPage } from './ui/entry-page.tsx'
import { client } from './use-chat.ts'

/** Before anything is known of who is signed in. */
export function Starting({ isWaiting }: { isWaiting: boolean }) {
  if (!isWaiting)
    return (
      <main className="starting">
        <p className="late">Loading ChatApp…</p>
      </main>
    )
  return (
    <EntryPage title="No connection">
      <p role="alert">The server does not answer. It is tried again by itself.</p>
      <button type="button" className="button primary" onClick={client.wake}>
        Try now
      </button>
    </EntryPage>
  )
}

export function WrongAddress() {
  return (
    <EntryPage title="Wrong address">
      <p role="alert">
        ChatApp is not set up for <strong>{location.origin}</strong>. Open it at its own address, or have
        PUBLIC_URL set to this one on the server.
      </p>
    </EntryPage>
  )
}
