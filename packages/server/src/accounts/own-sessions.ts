/** What people see and end of their own sessions, and their password. */
import { limits, type OperationInput, type OperationOutput } from '@chatapp/contract'
import { byThemselves, record } from '../audit/audit.ts'
import { Refused, refuseField } from '../http/refused.ts'
import type { Caller } from '../http/route.ts'
import { transaction } from '../storage/transaction.ts'
import { accountQueries } from './accounts-queries.ts'
import type { AccountDeps, Client } from './accounts-rules.ts'
import { tellOfChange } from './change-mails.ts'
import { refuseCommon } from './common-passwords.ts'
import { provePassword } from './confirming.ts'
import { deviceOf } from './device.ts'
import { takeBackChanges } from './reset-rules.ts'

export async function listSessions(
  { storage, runtime }: AccountDeps,
  caller: Caller,
): Promise<OperationOutput<'listSessions'>> {
  const now = new Date(runtime.now()).toISOString()
  const rows = await accountQueries(storage.db).sessionsOf(caller.key, now, limits.sessionsMax)
  const items = rows.map((row) => ({
    id: row.id,
    device: deviceOf(row.user_agent),
    address: row.ip_address || null,
    createdAt: row.created_at,
    lastActiveAt: row.updated_at,
    isCurrent: row.id === caller.sessionId,
  }))
  return { items: [...items.filter((item) => item.isCurrent), ...items.filter((item) => !item.isCurrent)] }
}

/** @throws Refused `not_found` when it is not one of the caller's. */
export async function endSession(
  deps: AccountDeps,
  caller: Caller,
  client: Client,
  id: string,
): Promise<void> {
  if ((await endSessions(deps, caller, client, { only: id })) === 0) throw new Refused('not_found')
}

export async function endOtherSessions(deps: AccountDeps, caller: Caller, client: Client): Promise<void> {
  await endSessions(deps, caller, client, { allBut: caller.sessionId })
}

/** @throws Refused as `provePassword` does, with the path `/currentPassword`; `validation_failed` for a common one. */
export async function changePassword(
  deps: AccountDeps,
  caller: Caller,
  client: Client,
  { currentPassword, password }: OperationInput<'changePassword'>['body'],
): Promise<void> {
  const { storage, passwords, runtime, onSessionEnded, tellOwn } = deps
  const queries = accountQueries(storage.db)
  const account = await provePassword(deps, caller, client, currentPassword, '/currentPassword')
  refuseCommon(password, await queries.userByKey(caller.key))
  const hash = await passwords.hash(password)
  await transaction(storage, async (trx, afterCommit) => {
    const now = new Date(runtime.now()).toISOString()
    // Somebody else may have changed it meanwhile, from another device.
    if (!(await queries.savePassword(trx, account.id, account.password, hash, now)))
      throw refuseField('/currentPassword', 'wrong')
    await takeBackChanges(trx, caller.key)
    const ended = await queries.deleteSessions(trx, caller.key, { allBut: caller.sessionId })
    await record(trx, runtime, { action: 'password-changed', ...byThemselves(caller.key, client.address) })
    afterCommit(() => {
      ended.forEach(onSessionEnded)
      tellOwn(caller.key)
      tellOfChange(deps, 'password-changed', caller.key)
    })
  })
}

/** @returns how many. */
async function endSessions(
  { storage, runtime, onSessionEnded }: AccountDeps,
  caller: Caller,
  { address }: Client,
  which: { only: string } | { allBut: string },
): Promise<number> {
  return transaction(storage, async (trx, afterCommit) => {
    const ended = await accountQueries(storage.db).deleteSessions(trx, caller.key, which)
    const [action, detail] = ['sessions-ended', { count: ended.length }] as const
    if (ended.length > 0) await record(trx, runtime, { action, ...byThemselves(caller.key, address), detail })
    afterCommit(() => ended.forEach(onSessionEnded))
    return ended.length
  })
}
