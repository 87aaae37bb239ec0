import { useEffect, useId, useRef } from 'react'
import { Link, Route, Switch, useLocation } from 'wouter'
import { BackLink } from '../ui/back-link.tsx'
import { Pane, PaneHeader } from '../ui/pane.tsx'
import { useTitle } from '../ui/use-title.ts'
import { AccountPage } from './account-page.tsx'
import { AccountsTab } from './accounts-tab.tsx'
import { AuditTab } from './audit-tab.tsx'
import { NewAccountPage } from './new-account-page.tsx'
import { OverviewTab } from './overview-tab.tsx'
import { RecordsTab } from './records-tab.tsx'
import { SignUpTab } from './sign-up-tab.tsx'

const tabs = [
  { path: '/admin', name: 'Overview' },
  { path: '/admin/people', name: 'People' },
  { path: '/admin/sign-up', name: 'Sign-up' },
  { path: '/admin/audit', name: 'Audit' },
  { path: '/admin/messages', name: 'Messages' },
]

/** The administrator's desk, for administrators alone. */
export function AdminScreen() {
  useTitle('Administration')
  const [path] = useLocation()
  const titleId = useId()
  const scroller = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page begins at its top
  useEffect(() => void scroller.current?.scrollTo(0, 0), [path])
  const current = tabs.findLast((tab) => path === tab.path || path.startsWith(`${tab.path}/`))
  return (
    <Pane kind="main" labelledBy={titleId}>
      <PaneHeader>
        <BackLink />
        <h1 id={titleId} className="text-title">
          Administration
        </h1>
      </PaneHeader>
      <nav aria-label="Administration" className="flex-none border-b border-hairline">
        <ul className="flex flex-wrap gap-x-1 px-2 tablet:px-1">
          {tabs.map((tab) => (
            <li key={tab.path} className="flex-none">
              <Link
                href={tab.path}
                aria-current={tab === current ? 'page' : undefined}
                className="flex min-h-11 items-center border-b-2 border-transparent px-2 tablet:px-3 -outline-offset-2 text-ink-2 aria-[current=page]:border-accent aria-[current=page]:font-semibold aria-[current=page]:text-ink"
              >
                {tab.name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <div className="mx-auto grid w-full max-w-190 grid-cols-1 gap-6 px-4 py-6">
          <Switch>
            <Route path="/admin/people/new-account" component={NewAccountPage} />
            <Route path="/admin/people/:username">
              {({ username }) => <AccountPage key={username} username={username.toLowerCase()} />}
            </Route>
            <Route path="/admin/people" component={AccountsTab} />
            <Route path="/admin/sign-up" component={SignUpTab} />
            <Route path="/admin/audit" component={AuditTab} />
            <Route path="/admin/messages" component={RecordsTab} />
            <Route path="/admin" component={OverviewTab} />
            <Route>
              <p>There is nothing at this address.</p>
            </Route>
          </Switch>
        </div>
      </div>
    </Pane>
  )
}
