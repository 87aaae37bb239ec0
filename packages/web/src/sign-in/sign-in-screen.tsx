import { useEffect, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { keepsDrafts } from '../drafts.ts'
import { EntryPage } from '../ui/entry-page.tsx'
import { Field } from '../ui/field.tsx'
import { FormEnd } from '../ui/form-end.tsx'
import { useForm } from '../ui/use-form.ts'
import { isRefused } from '../ui/words.ts'
import { client, useChat } from '../use-chat.ts'
import { CodeForm } from './code-form.tsx'

const words = {
  unauthenticated: 'Wrong username, e-mail or password.',
  forbidden: 'This account is suspended. Ask whoever runs this server.',
}

export function SignInScreen() {
  const [path] = useLocation()
  const needsSetUp = useChat(({ instance }) => instance?.needsSetUp)
  const signUp = useChat(({ instance }) => instance?.signUp ?? 'closed')
  const mailsResets = useChat(({ instance }) => instance?.mailsResets ?? false)
  const { proved, prove, back } = useSteps()
  const signIn = useSignIn()
  const [login, setLogin] = useState('')
  const isComingBack = path !== '/' && path !== '/sign-in'
  if (proved)
    return (
      <EntryPage title="One more step">
        <CodeForm onCode={(code) => signIn({ ...proved, code })} onBack={back} />
      </EntryPage>
    )
  return (
    <EntryPage title="Sign in">
      {isComingBack && (
        <p role="status">
          Sign in to go on where you were.{keepsDrafts() && ' What you were typing is kept.'}
        </p>
      )}
      <PasswordForm
        login={login}
        onProved={(given) => {
          setLogin(given.login)
          prove(given)
        }}
      />
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

interface Given {
  login: string
  password: string
}

/** Who had asked to be deleted is told that they stay. */
function useSignIn() {
  const [, navigate] = useLocation()
  return async (given: Given & { code?: string }) => {
    const { wasLeaving } = await client.signIn(given)
    if (wasLeaving) navigate('/welcome-back')
  }
}

/** Ends when somebody is in; who also needs a code has proved the password. */
function PasswordForm({ login, onProved }: { login: string; onProved(given: Given): void }) {
  const signIn = useSignIn()
  const { form, isBusy, summary, mistakeIn } = useForm(async ({ login = '', password = '' }) => {
    try {
      await signIn({ login, password })
    } catch (error) {
      if (!isRefused(error, 'second_factor_required')) throw error
      onProved({ login, password })
    }
  }, words)
  return (
    <form {...form} className="grid gap-4">
      <Field
        name="login"
        label="Username or e-mail"
        mistake={mistakeIn('login')}
        defaultValue={login}
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
  )
}

/** The second step is a page of the history: Back leads to the first. */
function useSteps() {
  const [proved, setProved] = useState<Given | null>(null)
  useEffect(() => {
    const onBack = () => setProved(null)
    window.addEventListener('popstate', onBack)
    return () => window.removeEventListener('popstate', onBack)
  }, [])
  return {
    proved,
    prove(given: Given) {
      history.pushState(history.state, '')
      setProved(given)
    },
    back: () => history.back(),
  }
}
