import type { MessageRecord } from '@chatapp/contract'
import { Mails } from 'lucide-react'
import { useId } from 'react'
import { Button } from '../ui/button.tsx'
import { agoOf, fullTimeOf } from '../ui/times.ts'
import { useNow } from '../ui/use-now.ts'
import { client, useChat } from '../use-chat.ts'
import { Criterion, useCriteria } from './criteria.tsx'
import { PagedList } from './paged-list.tsx'
import { usePages } from './use-pages.ts'

const words = { not_found: 'There is nobody of this name.' }

/** Who wrote with whom and when; what is asked for stands in the address. */
export function RecordsTab() {
  const { address, wanted, person, onSubmit } = useCriteria()
  const mayRead = useChat(({ instance }) => instance?.adminMayRead ?? false)
  return (
    <>
      <p className="text-ink-2">
        {mayRead
          ? 'This server lets administrators read messages. Everyone is told so in their settings, and each time you do stands in the audit trail.'
          : 'Who wrote with whom, when and how much. What they wrote cannot be read here.'}
      </p>
      <form key={`asked ${wanted}`} className="grid gap-3 tablet:grid-cols-2" onSubmit={onSubmit}>
        <Criterion name="user" label="Username" value={address.get('user')} required />
        <Criterion name="with" label="With (all, if empty)" value={address.get('with')} />
        <Criterion name="from" label="From day" type="date" value={address.get('from')} />
        <Criterion name="to" label="To day" type="date" value={address.get('to')} />
        {mayRead && <TextsChoice isChosen={address.has('texts')} />}
        <Button type="submit" kind="primary" className="justify-self-start">
          Show
        </Button>
      </form>
      {person('user') && (
        <Records key={wanted} address={address} user={person('user')} peer={person('with')} />
      )}
    </>
  )
}

function TextsChoice({ isChosen }: { isChosen: boolean }) {
  const id = useId()
  return (
    <div className="flex items-center gap-3 tablet:col-span-2">
      <input
        id={id}
        name="texts"
        type="checkbox"
        className="m-0 size-5 accent-accent"
        defaultChecked={isChosen}
      />
      <label htmlFor={id} className="flex min-h-(--target) items-center">
        With what they wrote (this is recorded)
      </label>
    </div>
  )
}

function Records({ address, user, peer }: { address: URLSearchParams; user: string; peer: string }) {
  const [from, to] = [startOf(address.get('from'), 0), startOf(address.get('to'), 1)]
  const query = {
    user,
    ...(peer && { with: peer }),
    ...(from && { after: from }),
    ...(to && { before: to }),
    ...(address.has('texts') && { bodies: 'true' }),
  }
  const pages = usePages((cursor) => client.admin.listMessageRecords({ ...query, ...cursor }), '', words)
  return (
    <PagedList
      pages={pages}
      label="Messages"
      empty={{ icon: Mails, title: 'There are no such messages.' }}
      keyOf={({ id }) => id}
    >
      {(message) => <RecordRow message={message} />}
    </PagedList>
  )
}

/** The beginning of a day here, or of one after it. */
function startOf(day: string | null, daysLater: number): string | null {
  const date = day ? new Date(`${day}T00:00:00`) : null
  if (date === null || Number.isNaN(date.getTime())) return null
  date.setDate(date.getDate() + daysLater)
  return date.toISOString()
}

function RecordRow({ message }: { message: MessageRecord }) {
  const { from, to, number, createdAt, editedAt, deletedAt, length, body } = message
  const now = useNow()
  const at = Date.parse(createdAt)
  const notes = [
    `No. ${number}`,
    length === 1 ? '1 character' : `${length} characters`,
    editedAt && 'edited',
    deletedAt && 'deleted',
  ].filter(Boolean)
  return (
    <div className="grid gap-0.5 py-2">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-semibold">
          @{from} to @{to}
        </span>
        <time dateTime={createdAt} title={fullTimeOf(at)} className="text-secondary text-ink-2">
          {agoOf(at, now)}
        </time>
      </p>
      <p className="text-secondary text-ink-2">{notes.join(' · ')}</p>
      {body && (
        <p dir="auto" className="whitespace-pre-wrap">
          {body}
        </p>
      )}
    </div>
  )
}
