import type { Account } from '@chatapp/contract'
import { UserPlus, UserSearch } from 'lucide-react'
import { useId, useState } from 'react'
import { Link } from 'wouter'
import { Avatar } from '../ui/avatar.tsx'
import { agoOf, fullTimeOf } from '../ui/times.ts'
import { useNow } from '../ui/use-now.ts'
import { client } from '../use-chat.ts'
import { PagedList } from './paged-list.tsx'
import { usePages } from './use-pages.ts'

/** Everyone, or those who are searched for. */
export function AccountsTab() {
  const [typed, setTyped] = useState('')
  const q = typed.trim()
  const pages = usePages((cursor) => client.admin.listAccounts({ q, ...cursor }), q)
  const id = useId()
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        <search className="grid min-w-60 flex-1 gap-1">
          <label htmlFor={id} className="font-semibold">
            Name, username or e-mail
          </label>
          <input
            id={id}
            type="search"
            className="input"
            dir="auto"
            autoComplete="off"
            spellCheck={false}
            maxLength={100}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </search>
        <Link href="/admin/people/new-account" className="button">
          <UserPlus className="size-4" />
          New account
        </Link>
      </div>
      <PagedList
        pages={pages}
        label="People"
        empty={{ icon: UserSearch, title: `Nobody’s name, username or e-mail begins with “${q}”.` }}
        keyOf={({ username }) => username}
      >
        {(account) => <AccountRow account={account} />}
      </PagedList>
    </>
  )
}

function AccountRow({ account }: { account: Account }) {
  const { username, name, email } = account
  return (
    <Link
      href={`/admin/people/${username}`}
      className="flex min-h-15 items-center gap-3 rounded-card px-2 py-2 -outline-offset-2 hover:bg-surface"
    >
      <Avatar person={account} />
      <span className="grid min-w-0 flex-1 grid-cols-1 justify-items-start">
        <span className="flex max-w-full flex-wrap items-center gap-x-2">
          <span className="max-w-full truncate font-semibold" dir="auto">
            {name}
          </span>
          <AccountMarks account={account} />
        </span>
        <span className="max-w-full truncate text-secondary text-ink-2">
          @{username}
          {email !== null && (
            <>
              {' '}
              · <bdi>{email}</bdi>
            </>
          )}
        </span>
        <span className="text-secondary text-ink-2">
          <LastHere account={account} />
        </span>
      </span>
    </Link>
  )
}

/** What is out of the ordinary about an account. */
export function AccountMarks({ account: { role, banned } }: { account: Account }) {
  return (
    <>
      {role === 'admin' && <Mark>Administrator</Mark>}
      {banned && <Mark isWarning>Suspended</Mark>}
    </>
  )
}

function Mark({ children, isWarning = false }: { children: string; isWarning?: boolean }) {
  return (
    <span
      className={`flex-none rounded-full border border-current px-2 text-meta font-semibold ${isWarning ? 'text-danger' : 'text-accent'}`}
    >
      {children}
    </span>
  )
}

const hourMs = 3_600_000

/** Known to the hour. */
export function LastHere({ account: { lastActiveAt } }: { account: Account }) {
  const now = useNow()
  if (lastActiveAt === null) return 'Signed in nowhere'
  const at = Date.parse(lastActiveAt)
  return (
    <time dateTime={lastActiveAt} title={fullTimeOf(at)}>
      {now - at < hourMs ? 'Active within the hour' : `Last active: ${agoOf(at, now)}`}
    </time>
  )
}
