import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { BackLink } from './back-link.tsx'
import { useTitle } from './use-title.ts'

/** Beside the list, as long as nothing is open, or nothing that can be shown. */
export function EmptyPane({ children }: { children: ReactNode }) {
  useTitle('Chats')
  return (
    <section className="pane main-pane" aria-label="No chat open">
      <header className="pane-header only-phone">
        <BackLink />
        <h1>Chats</h1>
      </header>
      <div className="pane-body empty">
        <p>{children}</p>
        <Link href="/new" className="button">
          Find people
        </Link>
      </div>
    </section>
  )
}
