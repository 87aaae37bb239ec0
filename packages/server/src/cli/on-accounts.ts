/** For commands that change accounts, also while a server runs on the same database: it notices by itself. */
import type { ChangeDeps } from '../accounts/administration.ts'
import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { systemRuntime } from '../runtime.ts'
import { openForCommand } from '../storage/database.ts'

export async function onAccounts(work: (deps: ChangeDeps) => Promise<void>): Promise<void> {
  const { databaseUrl, logLevel } = readConfig()
  const storage = await openForCommand(databaseUrl)
  try {
    await work({
      storage,
      runtime: systemRuntime(createLog(logLevel)),
      onSessionEnded: () => {},
      onSessionsChanged: () => {},
      onSuspension: () => {},
    })
  } finally {
    await storage.close()
  }
}
