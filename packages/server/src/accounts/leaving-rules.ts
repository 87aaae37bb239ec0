/**
 * Leaving for good: asked for here, and taken back by signing in. What happens when the days of grace are over is in
 * `people/departures.ts`.
 */
import { limits } from '@chatapp/contract'
import { byThemselves, record } from '../audit/audit.ts'
import { Refused } from '../http/refused.ts'
import type { Caller } from '../http/route.ts'
import { beAlone, readDemoPeople } from '../storage/instance.ts'
import type { Storage, Trx } from '../storage/storage.ts'
import { transaction } from '../storage/transaction.ts'
import { accountQueries } from './accounts-queries.ts'
import type { AccountDeps, Client } from './accounts-rules.ts'
import { administrationQueries } from './administration-queries.ts'
import { requireFresh } from './confirming.ts'
import { emailQueries } from './email-queries.ts'
import { leavingQueries } from './leaving-queries.ts'
import { secondFactorQueries } from './second-factor-queries.ts'
import { tokenQueries } from './token-queries.ts'

const graceMs = limits.graceDays * 24 * 3_600_000

/**
 * Every session of theirs ends, and every token of their programs.
 * @throws Refused `forbidden` for the last administrator, and for the people of the demo; as `requireFresh` does.
 */
export async function askToLeave(
  { storage, runtime, onSessionEnded }: Pick<AccountDeps, 'storage' | 'runtime' | 'onSessionEnded'>,
  caller: Caller,
  { address }: Pick<Client, 'address'>,
): Promise<void> {
  const demoPeople = await readDemoPeople(storage.db)
  if (demoPeople && Object.values(demoPeople).includes(caller.key)) throw new Refused('forbidden')
  await requireFresh({ storage, runtime }, caller)
  const queries = leavingQueries(storage.db)
  await transaction(storage, async (trx, afterCommit) => {
    await beAlone(trx)
    const isAdmin = (await queries.roleOf(trx, caller.key)) === 'admin'
    if (isAdmin && !(await administrationQueries.hasOtherAdmin(trx, caller.key)))
      throw new Refused('forbidden', { detail: 'This is the last administrator.' })
    const now = runtime.now()
    await queries.add(trx, caller.key, now, now + graceMs)
    const sessions = await accountQueries(storage.db).deleteSessions(trx, caller.key, {})
    const programs = await tokenQueries(storage.db).removeAll(trx, caller.key)
    await record(trx, runtime, { action: 'deletion-asked', ...byThemselves(caller.key, address) })
    afterCommit(() => [...sessions, ...programs].forEach(onSessionEnded))
  })
}

/**
 * For somebody who has proved who they are, before their session begins.
 * @param userId the engine's. @returns whether they had asked to leave.
 * @throws Refused `unauthenticated` when they are gone by now.
 */
export async function takeBack(
  { storage, runtime }: Pick<AccountDeps, 'storage' | 'runtime'>,
  userId: string,
  { address }: Pick<Client, 'address'>,
): Promise<boolean> {
  const queries = leavingQueries(storage.db)
  const asked = await queries.of(userId)
  if (!asked) return false
  const { user_key } = asked
  await transaction(storage, async (trx) => {
    if (!(await queries.takeBack(trx, user_key))) throw new Refused('unauthenticated')
    await record(trx, runtime, { action: 'deletion-taken-back', ...byThemselves(user_key, address) })
  })
  return true
}

/** Everything that lets somebody in, or waits for them. @returns the IDs of the sessions and tokens that ended. */
export async function removeWaysIn({ db }: Storage, trx: Trx, userKey: number): Promise<string[]> {
  const [accounts, leaving] = [accountQueries(db), leavingQueries(db)]
  const sessions = await accounts.deleteSessions(trx, userKey, {})
  const programs = await tokenQueries(db).removeAll(trx, userKey)
  await leaving.deletePassword(trx, userKey)
  await secondFactorQueries(db).deleteFactor(trx, userKey)
  await accounts.deleteTokensAbout(trx, userKey)
  await emailQueries(trx).deletePending(userKey)
  await leaving.deleteMails(trx, userKey)
  return [...sessions, ...programs]
}
