/** A database of this run's own on the MySQL server, gone when its user is done, fails, or is interrupted. */
import { dropDatabases, makeDatabase } from '@chatapp/server/testing'

export interface OwnDatabase extends AsyncDisposable {
  url: string
}

export async function makeOwnDatabase(): Promise<OwnDatabase> {
  const interrupted = () => void dropDatabases().finally(() => process.exit(1))
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted)
  return {
    url: await makeDatabase('bench'),
    async [Symbol.asyncDispose]() {
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
      await dropDatabases()
    },
  }
}
