/** `chatapp invite`: a link with which somebody makes an account, for who may not do so without. */
import { renderUnicodeCompact } from 'uqr'
import { createInvitation } from '../accounts/invitations.ts'
import { currentPolicy } from '../accounts/sign-up-policy.ts'
import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { systemRuntime } from '../runtime.ts'
import { openForCommand } from '../storage/database.ts'

export default async function invite({ uses, days }: { uses: number; days: number }): Promise<void> {
  const { databaseUrl, publicUrl, port, logLevel, signUp } = readConfig()
  const storage = await openForCommand(databaseUrl)
  try {
    const deps = { storage, runtime: systemRuntime(createLog(logLevel)), signUp }
    const { token } = await createInvitation(deps, {}, { uses, days })
    const link = `${publicUrl ?? `http://localhost:${port}`}/sign-up#${token}`
    const often = uses === 1 ? 'Once' : `Up to ${uses} times`
    console.log(`${often}, within ${days === 1 ? 'a day' : `${days} days`}, this link makes an account:`)
    console.log(link)
    if (process.stdout.isTTY) console.log(renderUnicodeCompact(link))
    const policy = await currentPolicy(deps, storage.db)
    if (policy === 'open') console.log('Anybody may sign up here without one, too.')
    if (policy === 'closed') console.log('It lets nobody in as long as sign-up is closed.')
  } finally {
    await storage.close()
  }
}
