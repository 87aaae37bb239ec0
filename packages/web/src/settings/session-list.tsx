import type { SessionState } from '@chatapp/contract'
import { CircleAlert, LaptopMinimal, LogOut } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import { FormMistake } from '../ui/form-end.tsx'
import { Notice } from '../ui/notice.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { agoOf, fullTimeOf } from '../ui/times.ts'
import { useNow } from '../ui/use-now.ts'
import { deviceName, useSessions } from './use-sessions.ts'

/** This session and the others, each with the way to end it. */
export function SessionList({ labelledBy }: { labelledBy: string }) {
  const { sessions, mistake, isBusy, place, retry, end, endOthers } = useSessions()
  if (sessions === null) {
    if (mistake === null) return <Skeleton label="Loading where you are signed in…" rows={2} />
    return (
      <Notice icon={CircleAlert} title={mistake} isMistake>
        <Button onClick={retry}>Try again</Button>
      </Notice>
    )
  }
  return (
    <>
      {mistake && <FormMistake>{mistake}</FormMistake>}
      <ul aria-labelledby={labelledBy} ref={place} tabIndex={-1} className="grid gap-1">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} isBusy={isBusy} onEnd={() => end(session)} />
        ))}
      </ul>
      {sessions.length > 1 && (
        <Button className="justify-self-start" aria-disabled={isBusy} onClick={endOthers}>
          <LogOut className="size-4" />
          Sign out everywhere else
        </Button>
      )}
    </>
  )
}

interface SessionRowProps {
  session: SessionState
  isBusy: boolean
  onEnd(): void
}

function SessionRow({ session, isBusy, onEnd }: SessionRowProps) {
  const name = deviceName(session)
  return (
    <li className="flex items-center gap-3 rounded-card border border-hairline px-3 py-2">
      <LaptopMinimal className="size-5 flex-none text-ink-2" />
      <span className="grid min-w-0 flex-1">
        <span className="font-semibold">{name}</span>
        <span className="text-secondary text-ink-2">
          {session.isCurrent ? 'This device' : <LastActive at={Date.parse(session.lastActiveAt)} />}
          {session.address && ` · ${session.address}`}
        </span>
      </span>
      {!session.isCurrent && (
        <Button
          kind="quiet"
          className="flex-none"
          aria-label={`Sign out ${name}`}
          aria-disabled={isBusy}
          onClick={onEnd}
        >
          Sign out
        </Button>
      )}
    </li>
  )
}

const hourMs = 3_600_000

/** Known to the hour. */
function LastActive({ at }: { at: number }) {
  const now = useNow()
  return (
    <time dateTime={new Date(at).toISOString()} title={fullTimeOf(at)}>
      {now - at < hourMs ? 'Active within the hour' : `Last active: ${agoOf(at, now)}`}
    </time>
  )
}
