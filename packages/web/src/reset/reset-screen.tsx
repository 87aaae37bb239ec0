import { useState } from 'react'
import { Link } from 'wouter'
import { EntryPage } from '../ui/entry-page.tsx'
import { Field } from '../ui/field.tsx'
import { FormEnd } from '../ui/form-end.tsx'
import { useLinkToken } from '../ui/link-token.ts'
import { useForm } from '../ui/use-form.ts'
import { client } from '../use-chat.ts'

const words = { forbidden: 'This link is used up or too old. Ask for a new one.' }

/** A new password, by a link that somebody was given. */
export function ResetScreen() {
  const token = useLinkToken()
  const [isDone, setDone] = useState(false)
  if (isDone)
    return (
      <EntryPage title="Your password is set">
        <p role="status">You are signed out everywhere. Sign in with the new one.</p>
        <SignInLink />
      </EntryPage>
    )
  if (token === '')
    return (
      <EntryPage title="Set a new password">
        <p>This page needs the whole link that you were given. Open it again.</p>
        <SignInLink />
      </EntryPage>
    )
  return (
    <EntryPage title="Set a new password">
      <ResetForm token={token} onDone={() => setDone(true)} />
    </EntryPage>
  )
}

function ResetForm({ token, onDone }: { token: string; onDone(): void }) {
  const { form, isBusy, summary, mistakeIn } = useForm(async ({ password = '' }) => {
    await client.resetPassword({ token, password })
    onDone()
  }, words)
  return (
    <form {...form} className="grid gap-4">
      <Field
        name="password"
        label="New password"
        hint="At least 8 characters. You will be signed out everywhere."
        mistake={mistakeIn('password')}
        type="password"
        autoComplete="new-password"
        minLength={8}
        required
      />
      <FormEnd summary={summary} isBusy={isBusy} action="Set the password" />
    </form>
  )
}

const SignInLink = () => (
  <Link href="/" className="button" data-kind="primary">
    Sign in
  </Link>
)
