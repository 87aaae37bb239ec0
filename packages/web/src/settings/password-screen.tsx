import { CircleCheck } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { Link } from 'wouter'
import { BackLink } from '../ui/back-link.tsx'
import { Field } from '../ui/field.tsx'
import { FormEnd } from '../ui/form-end.tsx'
import { Notice } from '../ui/notice.tsx'
import { Pane, PaneHeader } from '../ui/pane.tsx'
import { useForm } from '../ui/use-form.ts'
import { useTitle } from '../ui/use-title.ts'
import { client, useChat } from '../use-chat.ts'

export function PasswordScreen() {
  useTitle('Change password')
  const [isChanged, setChanged] = useState(false)
  const titleId = useId()
  return (
    <Pane kind="main" labelledBy={titleId}>
      <PaneHeader>
        <BackLink to="/settings" name="Back to settings" />
        <h1 id={titleId} className="text-title">
          Change password
        </h1>
      </PaneHeader>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto overscroll-contain">
        {isChanged ? <Changed /> : <PasswordForm onChanged={() => setChanged(true)} />}
      </div>
    </Pane>
  )
}

function PasswordForm({ onChanged }: { onChanged(): void }) {
  const username = useChat(({ me }) => me?.username ?? '')
  const { form, isBusy, summary, mistakeIn } = useForm(async ({ currentPassword = '', password = '' }) => {
    await client.changePassword({ currentPassword, password })
    onChanged()
  })
  return (
    <form {...form} className="mx-auto grid w-full max-w-100 gap-4 px-4 py-6">
      <Field
        name="currentPassword"
        label="Current password"
        mistake={mistakeIn('currentPassword')}
        type="password"
        autoComplete="current-password"
        required
      />
      <Field
        name="password"
        label="New password"
        hint="At least 8 characters. You will be signed out everywhere else."
        mistake={mistakeIn('password')}
        type="password"
        autoComplete="new-password"
        minLength={8}
        required
      />
      {/* So that password managers know whose it is. */}
      <input className="hidden" name="username" autoComplete="username" value={username} readOnly />
      <FormEnd summary={summary} isBusy={isBusy} action="Change password" />
    </form>
  )
}

function Changed() {
  const link = useRef<HTMLAnchorElement>(null)
  useEffect(() => link.current?.focus(), [])
  return (
    <div role="status" className="m-auto">
      <Notice icon={CircleCheck} title="Your password is changed.">
        <p>You are signed out everywhere else.</p>
        <Link ref={link} href="/settings" className="button">
          Back to settings
        </Link>
      </Notice>
    </div>
  )
}
