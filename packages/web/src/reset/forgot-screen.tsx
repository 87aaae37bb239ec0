import { useState } from 'react'
import { Link } from 'wouter'
import { EntryPage } from '../ui/entry-page.tsx'
import { Field } from '../ui/field.tsx'
import { FormEnd } from '../ui/form-end.tsx'
import { useForm } from '../ui/use-form.ts'
import { client } from '../use-chat.ts'

const words = { forbidden: 'This server sends no mail. Ask whoever runs it for a link.' }

/** Asks for a mail with a link. Whether there is such an account is not said. */
export function ForgotScreen() {
  const [isAsked, setAsked] = useState(false)
  return (
    <EntryPage title={isAsked ? 'Look into your mail' : 'Forgot your password?'}>
      {isAsked ? (
        <p role="status">
          If there is such an account, a mail is on its way to its address. Its link sets a new password,
          within 30 minutes.
        </p>
      ) : (
        <ForgotForm onAsked={() => setAsked(true)} />
      )}
      <p>
        <Link href="/sign-in" className="link">
          Back to signing in
        </Link>
      </p>
    </EntryPage>
  )
}

function ForgotForm({ onAsked }: { onAsked(): void }) {
  const { form, isBusy, summary, mistakeIn } = useForm(async ({ login = '' }) => {
    await client.forgotPassword({ login })
    onAsked()
  }, words)
  return (
    <form {...form} className="grid gap-4">
      <Field
        name="login"
        label="Username or e-mail"
        hint="We send a link to the address of this account."
        mistake={mistakeIn('login')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        dir="auto"
      />
      <FormEnd summary={summary} isBusy={isBusy} action="Send the link" />
    </form>
  )
}
