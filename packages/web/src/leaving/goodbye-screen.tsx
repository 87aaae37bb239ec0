import { useSyncExternalStore } from 'react'
import { Link } from 'wouter'
import { EntryPage } from '../ui/entry-page.tsx'
import { dateOf } from '../ui/times.ts'

/** After somebody asked to be deleted: until when they can come back. */
export function GoodbyeScreen() {
  const until = useUntil()
  return (
    <EntryPage title="You are signed out">
      <p role="status">
        Your account will be deleted{' '}
        {until === null ? 'two weeks after you asked for it' : <>on {dateOf(until)}</>}. If you change your
        mind, sign in before then, and everything is as it was.
      </p>
      <Link href="/sign-in" className="button">
        Sign in
      </Link>
    </EntryPage>
  )
}

/** Milliseconds; null for who came here by the address alone. */
function useUntil(): number | null {
  const state: unknown = useSyncExternalStore(
    () => () => {},
    () => history.state,
  )
  return typeof state === 'object' && state && 'until' in state && typeof state.until === 'number'
    ? state.until
    : null
}
