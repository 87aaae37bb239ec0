import { HeartHandshake } from 'lucide-react'
import { useEffect, useId } from 'react'
import { Link } from 'wouter'
import { announce } from '../ui/announcer.tsx'
import { Notice } from '../ui/notice.tsx'
import { Pane } from '../ui/pane.tsx'
import { useTitle } from '../ui/use-title.ts'

/** For who had asked to be deleted, and has signed in again. */
export function WelcomeBackScreen() {
  useTitle('Your account stays')
  const id = useId()
  useEffect(() => announce('Your account stays.'), [])
  return (
    <Pane kind="main" labelledBy={id}>
      <Notice icon={HeartHandshake} title={<span id={id}>Your account stays</span>} isPage>
        <p>You had asked for it to be deleted. By signing in you took that back: everything is as it was.</p>
        <Link href="/" className="button" data-kind="primary">
          Go on
        </Link>
      </Notice>
    </Pane>
  )
}
