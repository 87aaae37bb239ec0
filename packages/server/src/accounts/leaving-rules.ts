/**
 * Leaving for good: asked for here, and taken back by signing in. What happens when the days of grace are over is in
 * `people/departures.ts`.
 */
import { limits } from '@chatapp/contract'
import { record } from '../audit/audit.ts'
import { Refused } from '../http/refused.ts'
import type { Caller } from '../http/route.ts'
import { beAlone, readDemoPeople } from '../storage/instance.ts'
import type { Storage, Trx } from '../storage/storage.ts'
import { transaction } from '../storage/transaction.ts'
import { accountQueries } from './accounts-queries.ts'
import type { AccountDeps, Client } from './accounts-rules.ts'
import { requireFresh } from './confirming.ts'
import { emailQueries } from './email-queries.ts'
import { leavingQueries } from './leaving-queries.ts'
import { secondFactorQueries } from './second-factor-queries.ts'
import { tokenQueries } from './token-queries.ts'

const graceMs = limits.graceDays * 24 * 3_600_000

/**
 * Every session of theirs ends.
 * @throws Refused `forbidden` for the last administrator, and for the people of the demo; as `requireFresh` does.
 */
export async function askToLeave(
  { storage, runtime, onSessionEnded }: Pick<AccountDeps, 'storage' | 'runtime' | 'onSessionEnded'>,
  caller: Caller,
  { address }: Client,
): Promise<void> {
  const demoPeople = await readDemoPeople(storage.db)
  if (demoPeople && Object.values(demoPeople).includes(caller.key)) throw new Refused('forbidden')
  await requireFresh({ storage, runtime }, caller)
  const queries = leavingQueries(storage.db)
  await transaction(storage, async (trx, afterCommit) => {
    await beAlone(trx)
    const isAdmin = (await queries.roleOf(trx, caller.key)) === 'admin'
    if (isAdmin && !(await queries.hasOtherAdmin(trx, caller.key)))
      throw new Refused('forbidden', { detail: 'This is the last administrator.' })
    const now = runtime.now()
    await queries.add(trx, caller.key, now, now + graceMs)
    const ended = await endAll({ db: storage.db }, trx, caller.key)
    const by = { actorKey: caller.key, subjectKey: caller.key, address }
    await record(trx, runtime, { action: 'deletion-asked', ...by })
    afterCommit(() => ended.forEach(onSessionEnded))
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
  { address }: Client,
): Promise<boolean> {
  const queries = leavingQueries(storage.db)
  const asked = await queries.of(userId)
  if (!asked) return false
  if (!(await queries.takeBack(asked.user_key))) throw new Refused('unauthenticated')
  const by = { actorKey: asked.user_key, subjectKey: asked.user_key, address }
  await record(storage.db, runtime, { action: 'deletion-taken-back', ...by })
  return true
}

/** Sessions, and the tokens of programs. @returns their IDs. */
async function endAll({ db }: Pick<Storage, 'db'>, trx: Trx, userKey: number): Promise<string[]> {
  const sessions = await accountQueries(db).deleteSessions(trx, userKey, {})
  return [...sessions, ...(await tokenQueries(db).removeAll(trx, userKey))]
}

/** Everything that lets somebody in, or waits for them. @returns the IDs of the sessions that ended. */
export async function removeWaysIn({ db }: Storage, trx: Trx, userKey: number): Promise<string[]> {
  const [accounts, leaving] = [accountQueries(db), leavingQueries(db)]
  const ended = await endAll({ db }, trx, userKey)
  await leaving.deletePassword(trx, userKey)
  await secondFactorQueries(db).deleteFactor(trx, userKey)
  await accounts.deleteTokensAbout(trx, userKey)
  await leaving.deleteMails(trx, userKey)
  await emailQueries(trx).deletePending(userKey)
  return ended
}
