import { Link, useLocation } from 'wouter'
import { keepsDrafts } from '../drafts.ts'
import { EntryPage } from '../ui/entry-page.tsx'
import { Field } from '../ui/field.tsx'
import { FormEnd } from '../ui/form-end.tsx'
import { useForm } from '../ui/use-form.ts'
import { client, useChat } from '../use-chat.ts'

const words = {
  unauthenticated: 'Wrong username, e-mail or password.',
  forbidden: 'This account is suspended. Ask whoever runs this server.',
}

export function SignInScreen() {
  const [path] = useLocation()
  const needsSetUp = useChat(({ instance }) => instance?.needsSetUp)
  const signUp = useChat(({ instance }) => instance?.signUp ?? 'closed')
  const mailsResets = useChat(({ instance }) => instance?.mailsResets ?? false)
  const { form, isBusy, summary, mistakeIn } = useForm(
    ({ login = '', password = '' }) => client.signIn({ login, password }),
    words,
  )
  const isComingBack = path !== '/' && path !== '/sign-in'
  return (
    <EntryPage title="Sign in">
      {isComingBack && (
        <p role="status">
          Sign in to go on where you were.{keepsDrafts() && ' What you were typing is kept.'}
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
      {signUp === 'open' && (
        <p>
          New here?{' '}
          <Link href="/sign-up" className="link">
            Make an account
          </Link>
        </p>
      )}
      {signUp === 'invite' && (
        <p className="text-secondary text-ink-2">
          New here? You need an invitation: a link that opens an account.
        </p>
      )}
      {mailsResets ? (
        <p>
          <Link href="/forgot" className="link">
            Forgot your password?
          </Link>
        </p>
      ) : (
        <p className="text-secondary text-ink-2">
          Forgot your password? Ask whoever runs this server for a link that sets a new one.
        </p>
      )}
      {needsSetUp && (
        <p className="text-secondary text-ink-2">
          Did you start this server? The link that makes its administrator is on its console.
        </p>
      )}
    </EntryPage>
  )
}
