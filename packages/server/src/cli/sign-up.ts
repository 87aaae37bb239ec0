/** `chatapp sign-up`: says who may make an account, or changes it; a running server goes by it at once. */
import type { SignUpPolicy } from '@chatapp/contract'
import { chooseSignUp, currentPolicy } from '../accounts/sign-up-policy.ts'
import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { systemRuntime } from '../runtime.ts'
import { openForCommand } from '../storage/database.ts'
import { DatabaseMistake } from '../storage/mistakes.ts'

const inWords: Record<SignUpPolicy, string> = {
  open: 'open: anybody may make an account.',
  invite: 'by invitation: a link of `chatapp invite` makes an account.',
  closed: 'closed: administrators make accounts.',
}

export default async function signUp(policy: SignUpPolicy | undefined): Promise<void> {
  const { databaseUrl, signUp, logLevel } = readConfig()
  if (policy !== undefined && signUp !== null)
    throw new DatabaseMistake(`SIGN_UP=${signUp} in the settings decides. Take it out to choose here.`)
  const storage = await openForCommand(databaseUrl)
  try {
    const deps = { storage, runtime: systemRuntime(createLog(logLevel)), signUp }
    if (policy !== undefined) await chooseSignUp(deps, {}, policy)
    console.log(`Sign-up is ${inWords[await currentPolicy(deps, storage.db)]}`)
  } finally {
    await storage.close()
  }
}
