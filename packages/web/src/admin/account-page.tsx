import type { WholeAccount } from '@chatapp/contract'
import { CircleAlert, KeyRound, LogOut, ShieldCheck, ShieldOff, UserCheck, UserX } from 'lucide-react'
import { useId, useState } from 'react'
import { Link } from 'wouter'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { FormMistake } from '../ui/form-end.tsx'
import { Notice } from '../ui/notice.tsx'
import { QuestionDialog } from '../ui/question-dialog.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { fullTimeOf } from '../ui/times.ts'
import { useConfirmed } from '../ui/use-confirmed.tsx'
import { useChat } from '../use-chat.ts'
import { AccountMarks, LastHere } from './accounts-tab.tsx'
import { LinkToGive } from './link-to-give.tsx'
import { useAccount } from './use-account.ts'

/** One person's account, and what an administrator can do about it. */
export function AccountPage({ username }: { username: string }) {
  const isOneself = useChat(({ me }) => me?.username === username)
  const confirming = useConfirmed()
  const actions = useAccount(username, confirming)
  const { account, link, mistake, isBusy, retry } = actions
  const [asked, setAsked] = useState<'role' | 'ban' | null>(null)
  if (account === null)
    return mistake === null ? (
      <Skeleton label="Loading the account…" rows={2} />
    ) : (
      <Notice icon={CircleAlert} title={mistake} isMistake>
        <Button onClick={retry}>Try again</Button>
      </Notice>
    )
  const ask = (what: 'role' | 'ban') => {
    actions.clear()
    setAsked(what)
  }
  return (
    <>
      <AccountFacts account={account} />
      {mistake && asked === null && <FormMistake>{mistake}</FormMistake>}
      {link && <LinkToGive key={link.link} {...link} purpose="sets a new password, once," />}
      {isOneself ? (
        <p className="text-ink-2">
          This is you. Your password and where you are signed in are in your{' '}
          <Link href="/settings" className="link">
            settings
          </Link>
          .
        </p>
      ) : (
        <div className="flex flex-wrap gap-3">
          <Button aria-disabled={isBusy} onClick={() => void actions.makeLink()}>
            <KeyRound className="size-4" />
            Link for a new password
          </Button>
          <Button
            aria-disabled={isBusy || account.sessions === 0}
            onClick={() => account.sessions > 0 && void actions.endSessions()}
          >
            <LogOut className="size-4" />
            Sign out everywhere
          </Button>
          <Button aria-disabled={isBusy} onClick={() => ask('role')}>
            {account.role === 'admin' ? <ShieldOff className="size-4" /> : <ShieldCheck className="size-4" />}
            {account.role === 'admin' ? 'No longer an administrator' : 'Make an administrator'}
          </Button>
          {account.banned ? (
            <Button aria-disabled={isBusy} onClick={() => void actions.unban()}>
              <UserCheck className="size-4" />
              Let in again
            </Button>
          ) : (
            <Button aria-disabled={isBusy} onClick={() => ask('ban')}>
              <UserX className="size-4" />
              Suspend
            </Button>
          )}
        </div>
      )}
      <p className="flex flex-wrap gap-x-6 gap-y-2">
        <Link href={`/admin/audit?user=${username}`} className="link">
          In the audit trail
        </Link>
        <Link href={`/admin/messages?user=${username}`} className="link">
          With whom they write
        </Link>
      </p>
      {asked === 'role' && <RoleDialog account={account} actions={actions} onClose={() => setAsked(null)} />}
      {confirming.dialog}
      {asked === 'ban' && <BanDialog account={account} actions={actions} onClose={() => setAsked(null)} />}
    </>
  )
}

function AccountFacts({ account }: { account: WholeAccount }) {
  const facts = [
    ['E-mail', <bdi key="email">{account.email ?? 'Not confirmed yet'}</bdi>],
    ['Since', fullTimeOf(Date.parse(account.createdAt))],
    ['Last here', <LastHere key="here" account={account} />],
    ...(account.sessions > 1 ? [['Signed in', `At ${account.sessions} places`] as const] : []),
  ] as const
  return (
    <section className="grid gap-4">
      <div className="flex items-center gap-3">
        <Avatar person={account} />
        <div className="grid min-w-0">
          <h2 className="flex flex-wrap items-center gap-x-2 text-title">
            <span dir="auto">{account.name}</span>
            <AccountMarks account={account} />
          </h2>
          <p className="text-secondary text-ink-2">@{account.username}</p>
        </div>
      </div>
      <dl className="grid gap-x-6 gap-y-2 tablet:grid-cols-[auto_minmax(0,1fr)]">
        {facts.map(([term, fact]) => (
          <div key={term} className="grid tablet:col-span-2 tablet:grid-cols-subgrid">
            <dt className="text-ink-2">{term}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

interface DialogProps {
  account: WholeAccount
  actions: ReturnType<typeof useAccount>
  onClose(): void
}

function RoleDialog({ account: { username, role }, actions, onClose }: DialogProps) {
  const isAdmin = role === 'admin'
  return (
    <QuestionDialog
      title={isAdmin ? `Is @${username} no longer an administrator?` : `Make @${username} an administrator?`}
      action={isAdmin ? 'Take it away' : 'Make an administrator'}
      isBusy={actions.isBusy}
      mistake={actions.mistake}
      onConfirm={() => actions.setRole(isAdmin ? 'user' : 'admin')}
      onClose={onClose}
    >
      <p>
        {isAdmin
          ? 'They keep their account and their messages, and lose this page.'
          : 'They can do all that you can do here, also to your own account.'}
      </p>
    </QuestionDialog>
  )
}

function BanDialog({ account: { username }, actions, onClose }: DialogProps) {
  const id = useId()
  return (
    <QuestionDialog
      title={`Suspend @${username}?`}
      action="Suspend"
      isBusy={actions.isBusy}
      mistake={actions.mistake}
      onConfirm={(values) => actions.ban(String(values.get('reason')))}
      onClose={onClose}
    >
      <p>They are signed out everywhere and cannot come in, and nobody can write to them. Messages stay.</p>
      <div className="grid gap-1">
        <label htmlFor={id} className="font-semibold">
          Reason
        </label>
        <input
          id={id}
          name="reason"
          className="input"
          dir="auto"
          maxLength={200}
          autoComplete="off"
          aria-describedby={`${id}-hint`}
        />
        <p id={`${id}-hint`} className="text-secondary text-ink-2">
          For the audit trail. May be left empty.
        </p>
      </div>
    </QuestionDialog>
  )
}
