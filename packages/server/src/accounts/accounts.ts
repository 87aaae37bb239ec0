/** Accounts put together, for a server and for commands. */
import { hash } from 'node:crypto'
import type { Runtime } from '../runtime.ts'
import type { Storage } from '../storage/storage.ts'
import { type AccountDeps, createSetUpToken, type ReplacesDemo } from './accounts-rules.ts'
import { createEngine } from './engine.ts'
import { createPasswords } from './passwords.ts'
import { readSecret } from './secret.ts'
import { createSessions } from './sessions.ts'
import { type SharedFailures, SignInGuard } from './sign-in-guard.ts'

export interface AccountsOptions {
  storage: Storage
  runtime: Runtime
  /** The origin under which people reach the app; cookies are secure when it is https. */
  origin: string
  /** Signs sessions; null: made at the first start and kept in the data folder. */
  secret: string | null
  dataDir: string
  /** Whether guessing passwords is slowed down. */
  isGuarded: boolean
  /** What other processes know of guesses. */
  sharedFailures?: SharedFailures | null
  onSessionEnded(sessionId: string): void
  replacesDemo: ReplacesDemo
}

export async function createAccounts({
  storage,
  runtime,
  onSessionEnded,
  replacesDemo,
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
  const deps: AccountDeps = { storage, engine, passwords, guard, runtime, replacesDemo }
  return {
    deps,
    sessions: await createSessions(storage, engine, runtime),
    createSetUpToken: () => createSetUpToken(deps),
    /** Tells whether two processes sign sessions with the same key. */
    secretDigest: hash('sha256', `chatapp node ${secret}`),
  }
}
