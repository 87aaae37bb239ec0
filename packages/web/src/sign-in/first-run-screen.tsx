import { Link } from 'wouter'
import { EntryPage } from '../ui/entry-page.tsx'

/** What somebody sees who has just started a server: a look at it, or the set-up. */
export function FirstRunScreen() {
  return (
    <EntryPage title="Welcome to ChatApp">
      <p>Your own place for messages between two people. It runs, and nobody has an account yet.</p>
      <Link href="/try" className="button" data-kind="primary">
        Try it
      </Link>
      <p className="text-secondary text-ink-2">
        Ada and Bob side by side, on this machine only. Nothing to fill in.
      </p>
      <h2 className="pt-2 font-semibold">Set up</h2>
      <p className="text-secondary text-ink-2">
        The link that makes the first administrator is on the server’s console, where it was started. Or{' '}
        <Link href="/setup" className="link">
          enter its token
        </Link>
        .
      </p>
      <p className="text-secondary text-ink-2">
        Just people, no administrator?{' '}
        <Link href="/sign-up" className="link">
          Make an account
        </Link>
      </p>
    </EntryPage>
  )
}
