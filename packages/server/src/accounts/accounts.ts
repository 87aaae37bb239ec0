/** Accounts put together, for a server and for commands. */
import { hash } from 'node:crypto'
import type { SignUpPolicy } from '@chatapp/contract'
import { Gate } from '../http/gate.ts'
import { type Mail, MailQueue, type WaitingMail } from '../mail/mail-queue.ts'
import type { Runtime } from '../runtime.ts'
import type { Storage } from '../storage/storage.ts'
import { accountQueries } from './accounts-queries.ts'
import type { AccountDeps, ReplacesDemo } from './accounts-rules.ts'
import { type Change, writeChangeMail } from './change-mails.ts'
import { writeAskedMail, writeConfirmMail } from './emails.ts'
import { createEngine } from './engine.ts'
import { invitationQueries } from './invitation-queries.ts'
import { createPasswords } from './passwords.ts'
import { writeResetMail } from './reset-rules.ts'
import { createSealing } from './sealing.ts'
import { readSecret } from './secret.ts'
import { createSessions } from './sessions.ts'
import { createSetUpToken } from './set-up-token.ts'
import { type SharedFailures, SignInGuard } from './sign-in-guard.ts'
import { Soon } from './soon.ts'
import { createTokens } from './tokens.ts'

/** Enough to keep whatever hashes passwords busy. What a sign-in costs beside that is then spread over the time it takes. */
const signInsAtOnce = 8
const signInsWaitingMax = 256

export interface AccountsOptions {
  storage: Storage
  runtime: Runtime
  /** The origin under which people reach the app; cookies are secure when it is https. */
  origin: string
  /** Signs sessions; null: made at the first start and kept in the data folder. */
  secret: string | null
  dataDir: string
  /** Who may sign up; null: as an administrator chose. */
  signUp: SignUpPolicy | null
  /** Whether guessing passwords is slowed down. */
  isGuarded: boolean
  /** What other processes know of guesses. */
  sharedFailures?: SharedFailures | null
  onSessionEnded(sessionId: string): void
  /** Tells somebody's own devices that they are not quite who they were. */
  tellOwn?(userKey: number): void
  onSessionsChanged?: AccountDeps['onSessionsChanged']
  onSuspension?: AccountDeps['onSuspension']
  replacesDemo: ReplacesDemo
  /** Hands a mail to a mail server; null when there is none. */
  sendMail?: ((mail: Mail) => Promise<void>) | null
  /** Whether somebody may be sent one more mail now. */
  mayMail?(userKey: number): boolean
}

export async function createAccounts({
  storage,
  runtime,
  onSessionEnded,
  onSessionsChanged = () => {},
  onSuspension = () => {},
  replacesDemo,
  sendMail = null,
  mayMail = () => true,
  tellOwn = () => {},
  ...settings
}: AccountsOptions) {
  const passwords = createPasswords()
  const secret = readSecret(settings.secret, settings.dataDir, runtime.newSecret)
  const engine = createEngine({
    storage,
    origin: settings.origin,
    secret,
    passwords,
    runtime,
    onSessionEnded,
  })
  const guard = new SignInGuard(settings.isGuarded, runtime.now, settings.sharedFailures)
  const writeChange = (change: Change) => (waiting: WaitingMail) =>
    writeChangeMail({ storage }, settings.origin, change, waiting)
  const writers: Record<WaitingMail['purpose'], (waiting: WaitingMail) => Promise<Mail | null>> = {
    'reset-password': ({ user_key }) => writeResetMail({ storage, runtime }, settings.origin, user_key),
    'confirm-email': (waiting) => writeConfirmMail({ storage, runtime }, settings.origin, waiting),
    'email-asked': (waiting) => writeAskedMail({ storage }, waiting),
    'password-changed': writeChange('password-changed'),
    'second-factor-on': writeChange('second-factor-on'),
    'second-factor-off': writeChange('second-factor-off'),
  }
  const mails =
    sendMail &&
    new MailQueue({
      ...{ storage, runtime, send: sendMail },
      write: (waiting) => writers[waiting.purpose](waiting),
    })
  const deps: AccountDeps = {
    ...{ storage, engine, passwords, guard, runtime, replacesDemo, onSessionEnded, mails, mayMail },
    signInGate: new Gate(signInsAtOnce, signInsWaitingMax),
    soon: new Soon(runtime.log),
    tellOwn,
    ...{ onSessionsChanged, onSuspension },
    sealing: createSealing(secret),
    issuer: `ChatApp ${new URL(settings.origin).host}`,
    signUp: settings.signUp,
  }
  const sessions = await createSessions(storage, engine, runtime)
  const tokens = createTokens(storage, runtime)
  return {
    deps,
    sessions,
    tokens,
    mails,
    /** Of the sessions and tokens with these IDs, those that still hold. */
    async stillLive(ids: string[]): Promise<Set<string>> {
      const live = await sessions.stillLive(ids)
      const others = ids.filter((id) => !live.has(id))
      return others.length === 0 ? live : live.union(await tokens.stillLive(others))
    },
    /** Forgets a session or a token that has ended. */
    forget(id: string): void {
      sessions.forget(id)
      tokens.forget(id)
    },
    /** What is too old to be worth anything. */
    sweepExpired: async () => {
      await sessions.sweepExpired()
      await tokens.sweepExpired()
      await accountQueries(storage.db).deleteExpiredTokens(runtime.now())
      await invitationQueries(storage.db).deleteSpent(runtime.now())
    },
    createSetUpToken: () => createSetUpToken(deps),
    /** Tells whether two processes sign sessions with the same key. */
    secretDigest: hash('sha256', `chatapp node ${secret}`),
  }
}
