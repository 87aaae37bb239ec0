/** Accounts put together, for a server and for commands. */
import type { Config } from '../config.ts'
import type { Runtime } from '../runtime.ts'
import type { Storage } from '../storage/database.ts'
import { type AccountDeps, createSetUpToken } from './accounts-rules.ts'
import { createEngine } from './engine.ts'
import { createPasswords } from './passwords.ts'
import { readSecret } from './secret.ts'
import { createSessions } from './sessions.ts'
import { SignInGuard } from './sign-in-guard.ts'

export interface AccountsOptions {
  storage: Storage
  config: Config
  runtime: Runtime
  onSessionEnded(sessionId: string): void
}

export async function createAccounts({ storage, config, runtime, onSessionEnded }: AccountsOptions) {
  const passwords = createPasswords()
  const engine = createEngine({
    db: storage.db,
    origin: config.publicUrl ?? `http://localhost:${config.port}`,
    secret: readSecret(config.secret, config.dataDir, runtime.newSecret),
    passwords,
    runtime,
    onSessionEnded,
  })
  const guard = new SignInGuard(config.rateLimit, runtime.now)
  const deps: AccountDeps = { storage, engine, passwords, guard, runtime }
  return {
    deps,
    sessions: await createSessions(storage, engine, runtime),
    createSetUpToken: () => createSetUpToken(deps),
  }
}
