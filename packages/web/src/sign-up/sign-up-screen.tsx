import { Link } from 'wouter'
import { EntryPage } from '../ui/entry-page.tsx'
import { FormEnd } from '../ui/form-end.tsx'
import { useForm } from '../ui/use-form.ts'
import { client } from '../use-chat.ts'
import { RegistrationFields, registrationOf } from './registration-fields.tsx'

const words = { forbidden: 'This server takes no new accounts by itself. Ask its administrator for one.' }

export function SignUpScreen() {
  const { form, isBusy, summary, mistakeIn } = useForm(
    (values) => client.signUp(registrationOf(values)),
    words,
  )
  return (
    <EntryPage title="Make an account">
      <form {...form} className="grid gap-4">
        <RegistrationFields mistakeIn={mistakeIn} />
        <FormEnd summary={summary} isBusy={isBusy} action="Make the account" />
      </form>
      <p>
        You have one?{' '}
        <Link href="/sign-in" className="link">
          Sign in
        </Link>
      </p>
    </EntryPage>
  )
}
