import type { AuditAction, AuditEntry } from '@chatapp/contract'
import { ScrollText } from 'lucide-react'
import { useId } from 'react'
import { Link } from 'wouter'
import { Button } from '../ui/button.tsx'
import { agoOf, fullTimeOf } from '../ui/times.ts'
import { useNow } from '../ui/use-now.ts'
import { client } from '../use-chat.ts'
import { auditWords, inDetail } from './audit-words.ts'
import { Criterion, useCriteria } from './criteria.tsx'
import { PagedList } from './paged-list.tsx'
import { usePages } from './use-pages.ts'

const words = { not_found: 'There is nobody of this name.' }

/** Who did what to whose account. */
export function AuditTab() {
  const { address, wanted, person, onSubmit } = useCriteria()
  const [user, action] = [person('user'), address.get('action')]
  const id = useId()
  return (
    <>
      <form key={`asked ${wanted}`} className="grid gap-3 tablet:grid-cols-2" onSubmit={onSubmit}>
        <Criterion name="user" label="Username (all, if empty)" value={address.get('user')} />
        <div className="grid gap-1">
          <label htmlFor={id} className="font-semibold">
            What
          </label>
          <select id={id} name="action" className="input" defaultValue={action ?? ''}>
            <option value="">Everything</option>
            {Object.entries(auditWords).map(([one, name]) => (
              <option key={one} value={one}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <Button type="submit" kind="primary" className="justify-self-start">
          Show
        </Button>
      </form>
      <Entries key={wanted} user={user} action={action} />
    </>
  )
}

function Entries({ user, action }: { user: string; action: string | null }) {
  const query = { ...(user && { user }), ...(action && { action: action as AuditAction }) }
  const pages = usePages((cursor) => client.admin.listAudit({ ...query, ...cursor }), '', words)
  return (
    <PagedList
      pages={pages}
      label="Audit trail"
      empty={{ icon: ScrollText, title: 'Nothing of this kind is recorded.' }}
      keyOf={(entry) => entry.id}
    >
      {(entry) => <EntryRow entry={entry} />}
    </PagedList>
  )
}

function EntryRow({ entry }: { entry: AuditEntry }) {
  const { at, action, actor, subject, address, detail } = entry
  const now = useNow()
  return (
    <div className="grid gap-0.5 py-2">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-semibold">{auditWords[action] ?? action}</span>
        <time dateTime={at} title={fullTimeOf(Date.parse(at))} className="text-secondary text-ink-2">
          {agoOf(Date.parse(at), now)}
        </time>
      </p>
      <p className="text-secondary text-ink-2">
        {subject && <AccountLink username={subject} />}
        {actor && actor !== subject && (
          <>
            {' '}
            by <AccountLink username={actor} />
          </>
        )}
        {!actor && !address && ' at the command line'}
        {[address, ...inDetail(detail)].filter(Boolean).map((text) => (
          <span key={text}>
            {' '}
            · <bdi>{text}</bdi>
          </span>
        ))}
      </p>
    </div>
  )
}

const AccountLink = ({ username }: { username: string }) => (
  <Link href={`/admin/people/${username}`} className="link">
    @{username}
  </Link>
)
