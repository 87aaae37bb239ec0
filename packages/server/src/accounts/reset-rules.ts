/** A forgotten password: a link that sets a new one, once, within half an hour. */
import type { OperationInput } from '@chatapp/contract'
import { record } from '../audit/audit.ts'
import { Refused } from '../http/refused.ts'
import type { Mail, MailQueue } from '../mail/mail-queue.ts'
import type { Trx } from '../storage/storage.ts'
import { transaction } from '../storage/transaction.ts'
import { accountQueries } from './accounts-queries.ts'
import type { AccountDeps, Client } from './accounts-rules.ts'
import { findRecipient, ownAddress } from './addresses.ts'
import { tellOfChange } from './change-mails.ts'
import { refuseCommon } from './common-passwords.ts'
import { digestOf } from './digest.ts'
import { emailQueries } from './email-queries.ts'
import { resetMail } from './mails.ts'
import { tokenQueries } from './token-queries.ts'

export const resetMs = 30 * 60_000

type TokenDeps = Pick<AccountDeps, 'storage' | 'runtime'>

/**
 * Answers at once, and alike for everyone; whether somebody gets a mail is found out afterwards.
 * @throws Refused `forbidden` when this instance sends no mail.
 */
export function forgotPassword(deps: AccountDeps, { login }: OperationInput<'forgotPassword'>['body']): void {
  const { mails, soon } = deps
  if (mails === null) throw new Refused('forbidden')
  soon.do(() => queueMail(deps, mails, login.trim().toLowerCase()))
}

async function queueMail({ storage, mayMail }: AccountDeps, mails: MailQueue, login: string): Promise<void> {
  const found = await findRecipient(storage.db, login)
  if (found && mayMail(found.key)) await mails.add('reset-password', found.key)
}

/** @returns null when they have no password. */
export async function writeResetMail(deps: TokenDeps, origin: string, userKey: number): Promise<Mail | null> {
  const queries = accountQueries(deps.storage.db)
  if (!(await queries.passwordOf(userKey))) return null
  const { username, name, email, pending_email } = await queries.userByKey(userKey)
  const own = ownAddress(username, email)
  const to = own ?? pending_email
  if (to === null) return null
  const token = await transaction(deps.storage, (trx) => saveNewToken(trx, deps, userKey))
  return resetMail({ to, name: own && name, username, link: `${origin}/reset#${token}` })
}

/** Makes a token for somebody, at the command line. @returns null when there is nobody of this name. */
export async function createResetToken(deps: TokenDeps, username: string): Promise<string | null> {
  const { storage, runtime } = deps
  const userKey = (await emailQueries(storage.db).byUsername(username.toLowerCase()))?.key
  if (userKey === undefined) return null
  return transaction(storage, async (trx) => {
    const token = await saveNewToken(trx, deps, userKey)
    await record(trx, runtime, { action: 'reset-link-made', subjectKey: userKey })
    return token
  })
}

/** Those made before are worth nothing any more. */
export async function saveNewToken(
  trx: Trx,
  { storage, runtime }: TokenDeps,
  userKey: number,
  lastsMs = resetMs,
): Promise<string> {
  const queries = accountQueries(storage.db)
  const token = runtime.newSecret()
  await queries.deleteTokensAbout(trx, userKey, 'reset-password')
  await queries.saveToken(trx, digestOf(token), 'reset-password', runtime.now() + lastsMs, userKey)
  return token
}

/**
 * Every session of theirs ends, and every token: whoever forgot a password may have lost more. @throws Refused `forbidden` for a token that is not one, was used, or is too old;
 * `validation_failed` for a common password, which leaves the token as it is.
 */
export async function resetPassword(
  deps: AccountDeps,
  { address }: Client,
  { token, password }: OperationInput<'resetPassword'>['body'],
): Promise<void> {
  const { storage, passwords, runtime, onSessionEnded } = deps
  const queries = accountQueries(storage.db)
  const digest = digestOf(token)
  // Nobody makes this server hash for nothing.
  const subject = await queries.subjectOf(storage.db, digest)
  if (!subject) throw new Refused('forbidden')
  refuseCommon(password, await queries.userByKey(subject))
  const hash = await passwords.hash(password)
  await transaction(storage, async (trx, afterCommit) => {
    const userKey = await queries.subjectOf(trx, digest)
    const isValid = await queries.consumeToken(trx, digest, 'reset-password', runtime.now())
    if (!isValid || typeof userKey !== 'number') throw new Refused('forbidden')
    await queries.setPassword(trx, userKey, hash, new Date(runtime.now()).toISOString())
    await takeBackChanges(trx, userKey)
    const sessions = await queries.deleteSessions(trx, userKey, {})
    const programs = await tokenQueries(storage.db).removeAll(trx, userKey)
    await record(trx, runtime, { action: 'password-reset', subjectKey: userKey, address })
    afterCommit(() => {
      for (const id of [...sessions, ...programs]) onSessionEnded(id)
      tellOfChange(deps, 'password-changed', userKey)
    })
  })
}

/** Another address that was asked for, and every link: whoever asked may be whom a new password keeps out. */
export async function takeBackChanges(trx: Trx, userKey: number): Promise<void> {
  await accountQueries(trx).deleteTokensAbout(trx, userKey)
  const { username, email } = await accountQueries(trx).userByKey(userKey)
  if (ownAddress(username, email) !== null) await emailQueries(trx).deletePending(userKey)
}
