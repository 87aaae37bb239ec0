import { type Invitation, limits, type OneTimeLink, type SignUpPolicy } from '@chatapp/contract'
import { CircleAlert } from 'lucide-react'
import { useId, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { FormEnd, FormMistake } from '../ui/form-end.tsx'
import { Notice } from '../ui/notice.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { fullTimeOf } from '../ui/times.ts'
import { useForm } from '../ui/use-form.ts'
import { LinkToGive } from './link-to-give.tsx'
import { useSignUp } from './use-sign-up.ts'

const policies: { policy: SignUpPolicy; name: string; hint: string }[] = [
  { policy: 'open', name: 'Anybody', hint: 'Whoever reaches this server makes an account.' },
  { policy: 'invite', name: 'By invitation', hint: 'A link from below makes an account.' },
  { policy: 'closed', name: 'Nobody', hint: 'Administrators make accounts, under People.' },
]

/** Who may make an account, and invitations. */
export function SignUpTab() {
  const { signUp, invitations, mistake, look, choose, invite, revoke } = useSignUp()
  const [titleId, listId] = [useId(), useId()]
  if (signUp === null) {
    if (mistake === null) return <Skeleton label="Loading who may sign up…" rows={3} />
    return (
      <Notice icon={CircleAlert} title={mistake} isMistake>
        <Button onClick={() => void look()}>Try again</Button>
      </Notice>
    )
  }
  return (
    <>
      {mistake && <FormMistake>{mistake}</FormMistake>}
      <fieldset className="grid gap-3" disabled={signUp.isFixed} aria-describedby={`${titleId}-fixed`}>
        <legend className="mb-2 text-title">Who may make an account</legend>
        {policies.map(({ policy, name, hint }) => (
          <label key={policy} className="flex items-start gap-3">
            <input
              type="radio"
              name="policy"
              className="mt-1 size-4 flex-none accent-accent"
              checked={signUp.policy === policy}
              onChange={() => choose(policy, `Who may make an account: ${name}.`)}
            />
            <span className="grid">
              <span className="font-semibold">{name}</span>
              <span className="text-secondary text-ink-2">{hint}</span>
            </span>
          </label>
        ))}
        {signUp.isFixed && (
          <p id={`${titleId}-fixed`} className="text-secondary text-ink-2">
            SIGN_UP in the server’s settings decides.
          </p>
        )}
      </fieldset>
      <section aria-labelledby={listId} className="grid gap-4">
        <h2 id={listId} className="text-title">
          Invitations
        </h2>
        <InviteForm invite={invite} />
        {invitations.length > 0 && (
          <ul aria-labelledby={listId} className="grid gap-1">
            {invitations.map((invitation) => (
              <InvitationRow
                key={invitation.id}
                invitation={invitation}
                onRevoke={() => revoke(invitation.id)}
              />
            ))}
          </ul>
        )}
      </section>
    </>
  )
}

function InviteForm({ invite }: { invite(uses: number, days: number): Promise<OneTimeLink> }) {
  const [made, setMade] = useState<(OneTimeLink & { uses: number }) | null>(null)
  const { form, isBusy, summary, mistakeIn } = useForm(async ({ uses = '', days = '' }) => {
    setMade({ ...(await invite(Number(uses), Number(days))), uses: Number(uses) })
  })
  return (
    <>
      <form {...form} className="grid max-w-100 gap-4">
        <div className="grid grid-cols-2 gap-4">
          <Field
            name="uses"
            label="Accounts"
            mistake={mistakeIn('uses')}
            type="number"
            min={1}
            max={limits.invitationUsesMax}
            defaultValue={1}
            required
          />
          <Field
            name="days"
            label="Days"
            mistake={mistakeIn('days')}
            type="number"
            min={1}
            max={limits.invitationDaysMax}
            defaultValue={7}
            required
          />
        </div>
        <FormEnd summary={summary} isBusy={isBusy} action="Make a link" />
      </form>
      {made && (
        <LinkToGive
          key={made.link}
          {...made}
          purpose={made.uses === 1 ? 'makes one account,' : `makes up to ${made.uses} accounts,`}
        />
      )}
    </>
  )
}

function InvitationRow({ invitation, onRevoke }: { invitation: Invitation; onRevoke(): void }) {
  const { uses, usesLeft, madeBy, expiresAt } = invitation
  const left = `${usesLeft} of ${uses} left`
  return (
    <li className="flex items-center gap-3 rounded-card border border-hairline px-3 py-2">
      <span className="grid min-w-0 flex-1">
        <span className="font-semibold">{left}</span>
        <span className="text-secondary text-ink-2">
          Until {fullTimeOf(Date.parse(expiresAt))} · {madeBy === null ? 'command line' : `@${madeBy}`}
        </span>
      </span>
      <Button
        kind="quiet"
        className="flex-none"
        aria-label={`Take back the invitation with ${left}`}
        onClick={onRevoke}
      >
        Take back
      </Button>
    </li>
  )
}
