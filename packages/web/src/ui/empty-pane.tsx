import type { LucideIcon } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { Link } from 'wouter'
import { BackLink } from './back-link.tsx'
import { Notice } from './notice.tsx'
import { Pane, PaneHeader } from './pane.tsx'
import { useTitle } from './use-title.ts'

/** Beside the list, as long as nothing is open, or nothing that can be shown. */
export function EmptyPane({ icon, children }: { icon: LucideIcon; children: ReactNode }) {
  useTitle('Chats')
  const titleId = useId()
  return (
    <Pane kind="main" labelledBy={titleId}>
      <div className="tablet:hidden">
        <PaneHeader>
          <BackLink />
          <h1 className="text-title">Chats</h1>
        </PaneHeader>
      </div>
      <Notice icon={icon} title={<span id={titleId}>{children}</span>}>
        <Link href="/new" className="button" data-kind="plain">
          Find people
        </Link>
      </Notice>
    </Pane>
  )
}
