/** `chatapp reset-link`: for who forgot their password; whoever runs it hands the link over. */
import { renderUnicodeCompact } from 'uqr'
import { createResetToken } from '../accounts/reset-rules.ts'
import { readConfig } from '../config.ts'
import { Refused } from '../http/refused.ts'
import { createLog } from '../log.ts'
import { systemRuntime } from '../runtime.ts'
import { openForCommand } from '../storage/database.ts'

export default async function resetLink(username: string): Promise<void> {
  const { databaseUrl, publicUrl, port, logLevel } = readConfig()
  const storage = await openForCommand(databaseUrl)
  try {
    const runtime = systemRuntime(createLog(logLevel))
    const token = await createResetToken({ storage, runtime }, username)
    if (token === null) throw new Refused('not_found')
    const link = `${publicUrl ?? `http://localhost:${port}`}/reset#${token}`
    console.log(`With this link @${username.toLowerCase()} sets a new password, once, within 30 minutes:`)
    console.log(link)
    if (process.stdout.isTTY) console.log(renderUnicodeCompact(link))
  } finally {
    await storage.close()
  }
}
