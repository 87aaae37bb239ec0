/** Who sets up a server that has no administrator yet. */
import { accountQueries } from './accounts-queries.ts'
import type { AccountDeps } from './accounts-rules.ts'
import { digestOf } from './digest.ts'

const setUpTokenMs = 7 * 24 * 3_600_000

export const needsSetUp = async ({ storage }: AccountDeps): Promise<boolean> =>
  !(await accountQueries(storage.db).hasAdmin(storage.db))

/** A token that makes the first administrator, once, within a week; only its digest is kept. */
export async function createSetUpToken({ storage, runtime }: AccountDeps): Promise<string> {
  const token = runtime.newSecret()
  await accountQueries(storage.db).saveToken(
    storage.db,
    digestOf(token),
    'set-up',
    runtime.now() + setUpTokenMs,
  )
  return token
}
