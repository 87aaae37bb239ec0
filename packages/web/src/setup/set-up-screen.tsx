import { Link } from 'wouter'
import { RegistrationFields, registrationOf } from '../sign-up/registration-fields.tsx'
import { EntryPage } from '../ui/entry-page.tsx'
import { Field } from '../ui/field.tsx'
import { FormEnd } from '../ui/form-end.tsx'
import { useLinkToken } from '../ui/link-token.ts'
import { useForm } from '../ui/use-form.ts'
import { client, useChat } from '../use-chat.ts'

const words = {
  forbidden: 'This link is used up or too old. Start the server again: it prints a new one on its console.',
}

/** The first administrator, by the link that the server prints on its console. */
export function SetUpScreen() {
  const token = useLinkToken()
  const needsSetUp = useChat(({ instance }) => instance?.needsSetUp ?? true)
  const { form, isBusy, summary, mistakeIn } = useForm(
    ({ token: typed = '', ...values }) =>
      client.setUp({ token: token || typed.trim(), ...registrationOf(values) }),
    words,
  )
  if (!needsSetUp)
    return (
      <EntryPage title="Already set up">
        <p>This server has an administrator.</p>
        <Link href="/sign-in" className="button" data-kind="primary">
          Sign in
        </Link>
      </EntryPage>
    )
  return (
    <EntryPage title="Set up ChatApp">
      <p>You make the first account, which administers this server.</p>
      <form {...form} className="grid gap-4">
        {!token && (
          <Field
            name="token"
            label="Set-up token"
            hint="The end of the link on the server’s console, after the #."
            mistake={mistakeIn('token')}
            autoComplete="off"
            spellCheck={false}
            required
          />
        )}
        <RegistrationFields mistakeIn={mistakeIn} />
        <FormEnd summary={summary} isBusy={isBusy} action="Make the administrator" />
      </form>
    </EntryPage>
  )
}
