import type { ApiToken } from '@chatapp/contract'
import { Bot, CircleAlert } from 'lucide-react'
import { useId } from 'react'
import { Link } from 'wouter'
import { Button } from '../ui/button.tsx'
import { FormMistake } from '../ui/form-end.tsx'
import { Notice } from '../ui/notice.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { agoOf, dateOf, fullTimeOf } from '../ui/times.ts'
import { useNow } from '../ui/use-now.ts'
import { client } from '../use-chat.ts'
import { useLookUp } from './use-look-up.ts'

const words = { not_found: 'That token was revoked already, or has ended.' }

/** The tokens with which programs act for one, each with the way to revoke it, and to make another one. */
export function TokensSection() {
  const id = useId()
  const {
    known: tokens,
    mistake,
    isBusy,
    place,
    retry,
    change,
  } = useLookUp<ApiToken[], HTMLDivElement>(client.listTokens, words)
  const revoke = ({ id, name }: ApiToken) => change(() => client.revokeToken(id), `${name} is revoked.`)
  return (
    <section aria-labelledby={id} className="grid gap-3">
      <h2 id={id} className="text-title">
        Programs
      </h2>
      <p className="text-ink-2">
        With a token, a program reads and writes for you: a bot, or a script of your own. It needs no
        password, and cannot change your account.
      </p>
      <div ref={place} tabIndex={-1} className="grid gap-3">
        {mistake && tokens !== null && <FormMistake>{mistake}</FormMistake>}
        {tokens === null && mistake === null && <Skeleton label="Loading your programs’ tokens…" rows={1} />}
        {tokens === null && mistake !== null && (
          <Notice icon={CircleAlert} title={mistake} isMistake>
            <Button onClick={retry}>Try again</Button>
          </Notice>
        )}
        {tokens?.length === 0 && <p>No program has a token of yours.</p>}
        {tokens !== null && tokens.length > 0 && (
          <ul aria-labelledby={id} className="grid gap-1">
            {tokens.map((token) => (
              <TokenRow key={token.id} token={token} isBusy={isBusy} onRevoke={() => revoke(token)} />
            ))}
          </ul>
        )}
      </div>
      <Link href="/settings/new-token" className="button justify-self-start">
        <Bot className="size-4" />
        Make a token
      </Link>
    </section>
  )
}

interface TokenRowProps {
  token: ApiToken
  isBusy: boolean
  onRevoke(): void
}

function TokenRow({ token: { name, createdAt, lastUsedAt, expiresAt }, isBusy, onRevoke }: TokenRowProps) {
  return (
    <li className="flex items-center gap-3 rounded-card border border-hairline px-3 py-2">
      <Bot className="size-5 flex-none text-ink-2" />
      <span className="grid min-w-0 flex-1">
        <span className="font-semibold wrap-anywhere">
          <bdi>{name}</bdi>
        </span>
        <span className="text-secondary text-ink-2">
          {lastUsedAt === null ? 'Never used' : <LastUsed at={Date.parse(lastUsedAt)} />}
          {` · Made on ${dateOf(Date.parse(createdAt))} · `}
          {expiresAt === null ? 'Does not end by itself' : `Ends on ${dateOf(Date.parse(expiresAt))}`}
        </span>
      </span>
      <Button
        kind="quiet"
        className="flex-none"
        aria-label={`Revoke ${name}`}
        aria-disabled={isBusy}
        onClick={onRevoke}
      >
        Revoke
      </Button>
    </li>
  )
}

const hourMs = 3_600_000

/** Known to the hour. */
function LastUsed({ at }: { at: number }) {
  const now = useNow()
  return (
    <time dateTime={new Date(at).toISOString()} title={fullTimeOf(at)}>
      {now - at < hourMs ? 'Used within the hour' : `Last used: ${agoOf(at, now)}`}
    </time>
  )
}
