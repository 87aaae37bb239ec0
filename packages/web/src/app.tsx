import { MapPinX, MessagesSquare } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { ChatScreen } from './chat/chat-screen.tsx'
import { ConnectionBar } from './connection-bar.tsx'
import { ConversationsPane } from './conversations/conversations-pane.tsx'
import { PeopleScreen } from './people/people-screen.tsx'
import { SetUpScreen } from './setup/set-up-screen.tsx'
import { FirstRunScreen } from './sign-in/first-run-screen.tsx'
import { useOtherTabs } from './sign-in/sessions-of-tabs.ts'
import { SignInScreen } from './sign-in/sign-in-screen.tsx'
import { SignUpScreen } from './sign-up/sign-up-screen.tsx'
import { Starting, WrongAddress } from './starting.tsx'
import { Announcer } from './ui/announcer.tsx'
import { EmptyPane } from './ui/empty-pane.tsx'
import { SkipLink } from './ui/skip-link.tsx'
import { client, useChat, useRunning } from './use-chat.ts'

export function App() {
  useRunning(client)
  useOtherTabs()
  return (
    <>
      <Screens />
      <Announcer />
    </>
  )
}

const ResetScreen = lazy(async () => ({ default: (await import('./reset/reset-screen.tsx')).ResetScreen }))

const ConfirmEmailScreen = lazy(async () => ({
  default: (await import('./reset/confirm-email-screen.tsx')).ConfirmEmailScreen,
}))

function Screens() {
  const [path] = useLocation()
  const status = useChat((snapshot) => snapshot.status)
  const me = useChat((snapshot) => snapshot.me)
  if (status === 'refused') return <WrongAddress />
  // Whoever is signed in here: the link may be somebody else's.
  if (path === '/reset' || path === '/confirm-email')
    return <Suspense>{path === '/reset' ? <ResetScreen /> : <ConfirmEmailScreen />}</Suspense>
  if (me) return <SignedIn />
  if (status === 'signedOut') return <SignedOut />
  return <Starting isWaiting={status === 'waiting'} />
}

const SettingsScreen = lazy(async () => ({
  default: (await import('./settings/settings-screen.tsx')).SettingsScreen,
}))
const EmailScreen = lazy(async () => ({ default: (await import('./settings/email-screen.tsx')).EmailScreen }))
const PasswordScreen = lazy(async () => ({
  default: (await import('./settings/password-screen.tsx')).PasswordScreen,
}))
const TwoStepScreen = lazy(async () => ({
  default: (await import('./settings/two-step-screen.tsx')).TwoStepScreen,
}))
const NewTokenScreen = lazy(async () => ({
  default: (await import('./settings/new-token-screen.tsx')).NewTokenScreen,
}))
const ProfileScreen = lazy(async () => ({
  default: (await import('./settings/profile-screen.tsx')).ProfileScreen,
}))
const WelcomeBackScreen = lazy(async () => ({
  default: (await import('./leaving/welcome-back-screen.tsx')).WelcomeBackScreen,
}))
const GoodbyeScreen = lazy(async () => ({
  default: (await import('./leaving/goodbye-screen.tsx')).GoodbyeScreen,
}))
const AdminScreen = lazy(async () => ({ default: (await import('./admin/admin-screen.tsx')).AdminScreen }))
const TryScreen = lazy(async () => ({ default: (await import('./try-it/try-screen.tsx')).TryScreen }))

const ForgotScreen = lazy(async () => ({ default: (await import('./reset/forgot-screen.tsx')).ForgotScreen }))

/** A session that ends leaves the address as it is: who signs in again is back where they were. */
function SignedOut() {
  const offersDemo = useChat(({ instance }) => instance?.offersDemo ?? false)
  return (
    <Switch>
      <Route path="/try">
        <Suspense>
          <TryScreen />
        </Suspense>
      </Route>
      {offersDemo && <Route path="/" component={FirstRunScreen} />}
      <Route path="/sign-up" component={SignUpScreen} />
      <Route path="/setup" component={SetUpScreen} />
      <Route path="/forgot">
        <Suspense>
          <ForgotScreen />
        </Suspense>
      </Route>
      <Route path="/goodbye">
        <Suspense>
          <GoodbyeScreen />
        </Suspense>
      </Route>
      <Route component={SignInScreen} />
    </Switch>
  )
}

function SignedIn() {
  const [path] = useLocation()
  const isAdmin = useChat(({ me }) => me?.role === 'admin')
  return (
    <main
      className="group/shell grid h-dvh grid-rows-[minmax(0,1fr)] tablet:grid-cols-[17.5rem_minmax(0,1fr)] desktop:grid-cols-[20rem_minmax(0,1fr)]"
      data-pane={path === '/' ? 'list' : 'main'}
    >
      <SkipLink />
      <ConversationsPane />
      <Switch>
        <Route path="/c/:username">
          {({ username }) => <ChatScreen key={username} peer={username.toLowerCase()} />}
        </Route>
        <Route path="/new" component={PeopleScreen} />
        <Route path="/settings">
          <Suspense>
            <SettingsScreen />
          </Suspense>
        </Route>
        <Route path="/settings/profile">
          <Suspense>
            <ProfileScreen />
          </Suspense>
        </Route>
        <Route path="/settings/email">
          <Suspense>
            <EmailScreen />
          </Suspense>
        </Route>
        <Route path="/settings/password">
          <Suspense>
            <PasswordScreen />
          </Suspense>
        </Route>
        <Route path="/settings/new-token">
          <Suspense>
            <NewTokenScreen />
          </Suspense>
        </Route>
        <Route path="/settings/two-step">
          <Suspense>
            <TwoStepScreen />
          </Suspense>
        </Route>
        <Route path="/welcome-back">
          <Suspense>
            <WelcomeBackScreen />
          </Suspense>
        </Route>
        {isAdmin && (
          <Route path="/admin/*?">
            <Suspense>
              <AdminScreen />
            </Suspense>
          </Route>
        )}
        <Route path="/">
          <EmptyPane icon={MessagesSquare}>Choose a chat, or begin a new one.</EmptyPane>
        </Route>
        {['/sign-in', '/sign-up', '/setup', '/forgot', '/try', '/goodbye'].map((entry) => (
          <Route key={entry} path={entry}>
            <Redirect to="/" replace />
          </Route>
        ))}
        <Route>
          <EmptyPane icon={MapPinX}>There is nothing at this address.</EmptyPane>
        </Route>
      </Switch>
      <ConnectionBar />
    </main>
  )
}
