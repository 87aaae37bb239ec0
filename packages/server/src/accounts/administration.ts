/** What administrators do to the accounts of others, in the browser or at the command line. */
import type { OperationInput } from '@chatapp/contract'
import { record } from '../audit/audit.ts'
import { Refused } from '../http/refused.ts'
import { beAlone } from '../storage/instance.ts'
import type { Trx } from '../storage/storage.ts'
import { transaction } from '../storage/transaction.ts'
import { accountQueries } from './accounts-queries.ts'
import { type AccountDeps, register } from './accounts-rules.ts'
import { administrationQueries as queries } from './administration-queries.ts'
import { cleanName } from './names.ts'
import { resetMs, saveNewToken, takeBackChanges } from './reset-rules.ts'
import type { Role } from './session-rules.ts'
import { tokenQueries } from './token-queries.ts'

/** Who does it, and from where; the command line is nobody who is known. */
export interface Administrator {
  actorKey?: number
  address?: string
}

export type ChangeDeps = Pick<
  AccountDeps,
  'storage' | 'runtime' | 'onSessionEnded' | 'onSessionsChanged' | 'onSuspension'
>

const firstPasswordMs = 7 * 24 * 3_600_000

/**
 * Their sessions are of the new role at once. What is so already stays, and is not recorded.
 * @throws Refused `not_found`; `forbidden` for oneself, and for the last administrator.
 */
export async function setRole(
  deps: ChangeDeps,
  by: Administrator,
  username: string,
  role: Role,
): Promise<void> {
  const { storage, runtime, onSessionsChanged } = deps
  await transaction(storage, async (trx, afterCommit) => {
    const subject = await requireSubject(trx, username)
    if (subject.role === role) return
    await requireDispensable(trx, by, subject)
    await queries.setRole(trx, subject.key, role)
    const detail = { from: subject.role, to: role }
    await record(trx, runtime, { action: 'role-changed', ...by, subjectKey: subject.key, detail })
    const sessions = await queries.sessionIdsOf(trx, subject.key)
    afterCommit(() => onSessionsChanged(sessions))
  })
}

/**
 * Their sessions end. Their programs are out as well, and in again when they are.
 * @throws Refused `not_found`; `forbidden` for oneself, and for the last administrator.
 */
export async function ban(deps: ChangeDeps, by: Administrator, username: string, reason = ''): Promise<void> {
  const { storage, runtime, onSessionEnded, onSuspension } = deps
  const why = cleanName(reason)
  await transaction(storage, async (trx, afterCommit) => {
    const subject = await requireSubject(trx, username)
    if (subject.banned) return
    await requireDispensable(trx, by, subject)
    await queries.setBanned(trx, subject.key, true)
    const ended = await accountQueries(storage.db).deleteSessions(trx, subject.key, {})
    const programs = await tokenQueries(storage.db).idsOf(trx, subject.key)
    await record(trx, runtime, {
      action: 'banned',
      ...by,
      subjectKey: subject.key,
      ...(why !== '' && { detail: { reason: why } }),
    })
    afterCommit(() => {
      onSuspension(subject.key, true)
      for (const id of [...ended, ...programs]) onSessionEnded(id)
    })
  })
}

/** @throws Refused `not_found`. */
export async function unban(deps: ChangeDeps, by: Administrator, username: string): Promise<void> {
  const { storage, runtime, onSuspension } = deps
  await transaction(storage, async (trx, afterCommit) => {
    const subject = await requireSubject(trx, username)
    if (!subject.banned) return
    await queries.setBanned(trx, subject.key, false)
    await record(trx, runtime, { action: 'unbanned', ...by, subjectKey: subject.key })
    afterCommit(() => onSuspension(subject.key, false))
  })
}

/** @returns how many. @throws Refused `not_found`. */
export async function endSessionsOf(deps: ChangeDeps, by: Administrator, username: string): Promise<number> {
  const { storage, runtime, onSessionEnded } = deps
  return transaction(storage, async (trx, afterCommit) => {
    const { key } = await requireSubject(trx, username)
    const ended = await accountQueries(storage.db).deleteSessions(trx, key, {})
    const [action, detail] = ['sessions-ended', { count: ended.length }] as const
    if (ended.length > 0) await record(trx, runtime, { action, ...by, subjectKey: key, detail })
    afterCommit(() => ended.forEach(onSessionEnded))
    return ended.length
  })
}

/** @returns the token of a link that sets a new password; the sessions end with it. @throws Refused `not_found`. */
export async function replacePassword(
  deps: ChangeDeps,
  by: Administrator,
  username: string,
): Promise<{ token: string; expiresAt: number }> {
  const { storage, runtime, onSessionEnded } = deps
  const expiresAt = runtime.now() + resetMs
  return transaction(storage, async (trx, afterCommit) => {
    const { key } = await requireSubject(trx, username)
    await takeBackChanges(trx, key)
    const token = await saveNewToken(trx, deps, key)
    const ended = await accountQueries(storage.db).deleteSessions(trx, key, {})
    await record(trx, runtime, { action: 'reset-link-made', ...by, subjectKey: key })
    afterCommit(() => ended.forEach(onSessionEnded))
    return { token, expiresAt }
  })
}

/**
 * An account that nobody can sign in with until its link has set a password.
 * @returns the link's token, and until when it works. @throws Refused `validation_failed` for what is taken or unfit.
 */
export async function createAccount(
  deps: AccountDeps,
  by: Administrator,
  about: OperationInput<'createAccount'>['body'],
): Promise<{ token: string; expiresAt: number }> {
  const { storage, runtime } = deps
  const expiresAt = runtime.now() + firstPasswordMs
  let token = ''
  await register(
    deps,
    { address: by.address ?? '', userAgent: undefined },
    { ...about, password: runtime.newSecret() },
    {
      role: 'user',
      action: 'account-created',
      by,
      async finish(trx, userKey) {
        await accountQueries(storage.db).deleteSessions(trx, userKey, {})
        token = await saveNewToken(trx, deps, userKey, firstPasswordMs)
      },
    },
  )
  return { token, expiresAt }
}

type Subject = Awaited<ReturnType<typeof requireSubject>>

/** Locked, with all that decides who is an administrator. @throws Refused `not_found`. */
async function requireSubject(trx: Trx, username: string) {
  await beAlone(trx)
  const subject = await queries.subject(trx, username.toLowerCase())
  if (!subject) throw new Refused('not_found')
  return subject
}

/** @throws Refused `forbidden` for oneself, and when nobody else is left to look after the instance. */
async function requireDispensable(trx: Trx, by: Administrator, subject: Subject): Promise<void> {
  const { key, role, banned } = subject
  if (by.actorKey === key) throw new Refused('forbidden', { detail: 'Nobody does this to themselves.' })
  if (role === 'admin' && !banned && !(await queries.hasOtherAdmin(trx, key)))
    throw new Refused('forbidden', { detail: 'This is the last administrator.' })
}
