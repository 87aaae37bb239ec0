/** `chatapp second-factor-off`: for who lost both their phone and their recovery codes. */
import { emailQueries } from '../accounts/email-queries.ts'
import { removeSecondFactor } from '../accounts/second-factor-rules.ts'
import { readConfig } from '../config.ts'
import { Refused } from '../http/refused.ts'
import { createLog } from '../log.ts'
import { systemRuntime } from '../runtime.ts'
import { openForCommand } from '../storage/database.ts'

export default async function secondFactorOff(username: string): Promise<void> {
  const { databaseUrl, logLevel } = readConfig()
  const storage = await openForCommand(databaseUrl)
  try {
    const userKey = (await emailQueries(storage.db).byUsername(username.toLowerCase()))?.key
    if (userKey === undefined) throw new Refused('not_found')
    const wasOn = await removeSecondFactor({ storage, runtime: systemRuntime(createLog(logLevel)) }, userKey)
    const name = `@${username.toLowerCase()}`
    console.log(
      wasOn ? `${name} signs in with the password alone now.` : `${name} has no second step to turn off.`,
    )
  } finally {
    await storage.close()
  }
}
