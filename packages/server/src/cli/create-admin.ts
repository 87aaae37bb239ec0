/** `chatapp create-admin`: also while a server runs on the same database. */
import { operations } from '@chatapp/contract'
import { createAccounts } from '../accounts/accounts.ts'
import { createAdmin, type Registration } from '../accounts/accounts-rules.ts'
import { readConfig } from '../config.ts'
import { wipeDemo } from '../demo/demo-queries.ts'
import { Refused } from '../http/refused.ts'
import { compileCheck, fieldErrorsOf } from '../http/validation.ts'
import { createLog } from '../log.ts'
import { systemRuntime } from '../runtime.ts'
import { openForCommand, requireDatabase } from '../storage/database.ts'
import { askPassword } from './ask-password.ts'

export default async function createAdminCommand(about: Omit<Registration, 'password'>): Promise<void> {
  const config = readConfig()
  requireFit(about)
  // Before anybody types a password for nothing.
  await requireDatabase(config.databaseUrl)
  const password = await askPassword()
  if (password === null) return fail('The two passwords are not the same. Nothing was made.')
  requireFit({ password })

  const storage = await openForCommand(config.databaseUrl)
  try {
    const { deps } = await createAccounts({
      storage,
      runtime: systemRuntime(createLog(config.logLevel)),
      origin: config.publicUrl ?? `http://localhost:${config.port}`,
      secret: config.secret,
      dataDir: config.dataDir,
      signUp: config.signUp,
      isGuarded: config.rateLimit,
      onSessionEnded: () => {},
      // A server that runs notices by itself.
      replacesDemo: (register) => register(async (trx) => void (await wipeDemo(trx))),
    })
    const { user } = await createAdmin(deps, { ...about, password })
    console.log(`${user.name} (@${user.username}) is an administrator and may sign in.`)
  } finally {
    await storage.close()
  }
}

/** As the contract has it for a sign-up. @throws Refused with all that is wrong at once. */
function requireFit(values: Partial<Registration>): void {
  const mistakes = Object.entries(values).flatMap(([name, value]) => {
    const check = compileCheck(operations.signUp.body.properties[name as keyof Registration])
    return check(value)
      ? []
      : fieldErrorsOf(check.errors ?? [], 'body').map(({ code }) => ({ path: `/${name}`, code }))
  })
  if (mistakes.length > 0) throw new Refused('validation_failed', { errors: mistakes })
}

function fail(line: string): void {
  process.exitCode = 1
  console.error(line)
}
