import { CircleCheck } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Link } from 'wouter'
import { BackLink } from '../ui/back-link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Pane, PaneHeader } from '../ui/pane.tsx'
import { useTitle } from '../ui/use-title.ts'

/** One thing to change, below the settings. */
export function SettingsPage({ title, children }: { title: string; children: ReactNode }) {
  useTitle(title)
  const id = useId()
  return (
    <Pane kind="main" labelledBy={id}>
      <PaneHeader>
        <BackLink to="/settings" name="Back to settings" />
        <h1 id={id} className="text-title">
          {title}
        </h1>
      </PaneHeader>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto overscroll-contain">{children}</div>
    </Pane>
  )
}

/** In place of a form that has done its work. */
export function SettingsDone({ title, children }: { title: string; children?: ReactNode }) {
  const link = useRef<HTMLAnchorElement>(null)
  useEffect(() => link.current?.focus(), [])
  return (
    <div role="status" className="m-auto">
      <Notice icon={CircleCheck} title={title}>
        {children}
        <Link ref={link} href="/settings" className="button">
          Back to settings
        </Link>
      </Notice>
    </div>
  )
}
