import { MapPinX, MessagesSquare } from 'lucide-react'
import { type ComponentType, lazy, Suspense } from 'react'
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

/** A screen that is loaded when it is opened. */
const screen = <N extends string>(name: N, load: () => Promise<Record<N, ComponentType>>) =>
  lazy(async () => ({ default: (await load())[name] }))

const ResetScreen = screen('ResetScreen', () => import('./reset/reset-screen.tsx'))
const ConfirmEmailScreen = screen('ConfirmEmailScreen', () => import('./reset/confirm-email-screen.tsx'))
const SettingsScreen = screen('SettingsScreen', () => import('./settings/settings-screen.tsx'))
const EmailScreen = screen('EmailScreen', () => import('./settings/email-screen.tsx'))
const PasswordScreen = screen('PasswordScreen', () => import('./settings/password-screen.tsx'))
const TwoStepScreen = screen('TwoStepScreen', () => import('./settings/two-step-screen.tsx'))
const NewTokenScreen = screen('NewTokenScreen', () => import('./settings/new-token-screen.tsx'))
const ProfileScreen = screen('ProfileScreen', () => import('./settings/profile-screen.tsx'))
const WelcomeBackScreen = screen('WelcomeBackScreen', () => import('./leaving/welcome-back-screen.tsx'))
const GoodbyeScreen = screen('GoodbyeScreen', () => import('./leaving/goodbye-screen.tsx'))
const AdminScreen = screen('AdminScreen', () => import('./admin/admin-screen.tsx'))
const TryScreen = screen('TryScreen', () => import('./try-it/try-screen.tsx'))
const ForgotScreen = screen('ForgotScreen', () => import('./reset/forgot-screen.tsx'))

export function App() {
  useRunning(client)
  useOtherTabs()
  return (
    <>
      <Suspense>
        <Screens />
      </Suspense>
      <Announcer />
    </>
  )
}

function Screens() {
  const [path] = useLocation()
  const status = useChat((snapshot) => snapshot.status)
  const me = useChat((snapshot) => snapshot.me)
  if (status === 'refused') return <WrongAddress />
  // Whoever is signed in here: the link may be somebody else's.
  if (path === '/reset') return <ResetScreen />
  if (path === '/confirm-email') return <ConfirmEmailScreen />
  if (me) return <SignedIn />
  if (status === 'signedOut') return <SignedOut />
  return <Starting isWaiting={status === 'waiting'} />
}

/** A session that ends leaves the address as it is: who signs in again is back where they were. */
function SignedOut() {
  const offersDemo = useChat(({ instance }) => instance?.offersDemo ?? false)
  return (
    <Switch>
      <Route path="/try" component={TryScreen} />
      {offersDemo && <Route path="/" component={FirstRunScreen} />}
      <Route path="/sign-up" component={SignUpScreen} />
      <Route path="/setup" component={SetUpScreen} />
      <Route path="/forgot" component={ForgotScreen} />
      <Route path="/goodbye" component={GoodbyeScreen} />
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
      <Suspense>
        <Switch>
          <Route path="/c/:username">
            {({ username }) => <ChatScreen key={username} peer={username.toLowerCase()} />}
          </Route>
          <Route path="/new" component={PeopleScreen} />
          <Route path="/settings" component={SettingsScreen} />
          <Route path="/settings/profile" component={ProfileScreen} />
          <Route path="/settings/email" component={EmailScreen} />
          <Route path="/settings/password" component={PasswordScreen} />
          <Route path="/settings/new-token" component={NewTokenScreen} />
          <Route path="/settings/two-step" component={TwoStepScreen} />
          <Route path="/welcome-back" component={WelcomeBackScreen} />
          {isAdmin && <Route path="/admin/*?" component={AdminScreen} />}
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
      </Suspense>
      <ConnectionBar />
    </main>
  )
}
