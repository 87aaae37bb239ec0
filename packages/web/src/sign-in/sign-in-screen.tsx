import { Link, useLocation } from 'wouter'
import { EntryPage } from '../ui/entry-page.tsx'
import { Field } from '../ui/field.tsx'
import { FormEnd } from '../ui/form-end.tsx'
import { useForm } from '../ui/use-form.ts'
import { client, useChat } from '../use-chat.ts'

const words = { unauthenticated: 'Wrong username, e-mail or password.' }

export function SignInScreen() {
  const [path] = useLocation()
  const needsSetUp = useChat(({ instance }) => instance?.needsSetUp)
  const { form, isBusy, summary, mistakeIn } = useForm(
    ({ login = '', password = '' }) => client.signIn({ login, password }),
    words,
  )
  const isComingBack = path !== '/' && path !== '/sign-in'
  return (
    <EntryPage title="Sign in">
      {isComingBack && <p role="status">Sign in to go on where you were. What you were typing is kept.</p>}
      {needsSetUp && (
        <p role="status">
          There is no administrator yet. The link that makes the first one is on the server’s console.
        </p>
      )}
      <form {...form} className="grid gap-4">
        <Field
          name="login"
          label="Username or e-mail"
          mistake={mistakeIn('login')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          dir="auto"
        />
        <Field
          name="password"
          label="Password"
          mistake={mistakeIn('password')}
          type="password"
          autoComplete="current-password"
          required
        />
        <FormEnd summary={summary} isBusy={isBusy} action="Sign in" />
      </form>
      <p>
        New here?{' '}
        <Link href="/sign-up" className="link">
          Make an account
        </Link>
      </p>
    </EntryPage>
  )
}
