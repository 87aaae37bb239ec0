/** A forgotten password: a link that sets a new one, once, within half an hour. */
import type { OperationInput } from '@chatapp/contract'
import { Refused } from '../http/refused.ts'
import type { Mail, MailQueue } from '../mail/mail-queue.ts'
import { transaction } from '../storage/transaction.ts'
import { accountQueries } from './accounts-queries.ts'
import type { AccountDeps } from './accounts-rules.ts'
import { refuseCommon } from './common-passwords.ts'
import { digestOf } from './digest.ts'
import { resetMail } from './reset-mail.ts'

const resetMs = 30 * 60_000

type TokenDeps = Pick<AccountDeps, 'storage' | 'runtime'>

/**
 * Answers at once, and alike for everyone; whether somebody gets a mail is found out afterwards.
 * @throws Refused `forbidden` when this instance sends no mail.
 */
export function forgotPassword(deps: AccountDeps, { login }: OperationInput<'forgotPassword'>['body']): void {
  const { mails } = deps
  if (mails === null) throw new Refused('forbidden')
  mails.soon(() => queueMail(deps, mails, login.trim().toLowerCase()))
}

async function queueMail({ storage, mayMail }: AccountDeps, mails: MailQueue, login: string): Promise<void> {
  const userKey = await accountQueries(storage.db).keyOf(login)
  if (userKey !== undefined && mayMail(userKey)) await mails.add('reset-password', userKey)
}

/** @returns null when they have no password. */
export async function writeResetMail(deps: TokenDeps, origin: string, userKey: number): Promise<Mail | null> {
  const queries = accountQueries(deps.storage.db)
  if (!(await queries.passwordOf(userKey))) return null
  const { username, name, email } = await queries.userByKey(userKey)
  const token = await saveNewToken(deps, userKey)
  return resetMail({ to: email, name, username, link: `${origin}/reset#${token}` })
}

/** Makes a token for somebody. @returns null when there is nobody of this name. */
export async function createResetToken(deps: TokenDeps, username: string): Promise<string | null> {
  const userKey = await accountQueries(deps.storage.db).keyOf(username.toLowerCase())
  return userKey === undefined ? null : saveNewToken(deps, userKey)
}

/** Those made before are worth nothing any more. */
async function saveNewToken({ storage, runtime }: TokenDeps, userKey: number): Promise<string> {
  const queries = accountQueries(storage.db)
  const token = runtime.newSecret()
  await transaction(storage, async (trx) => {
    await queries.deleteTokensAbout(trx, userKey)
    await queries.saveToken(trx, digestOf(token), 'reset-password', runtime.now() + resetMs, userKey)
  })
  return token
}

/**
 * Every session of theirs ends. @throws Refused `forbidden` for a token that is not one, was used, or is too old;
 * `validation_failed` for a common password, which leaves the token as it is.
 */
export async function resetPassword(
  { storage, passwords, runtime, onSessionEnded }: AccountDeps,
  { token, password }: OperationInput<'resetPassword'>['body'],
): Promise<void> {
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
    await queries.deleteTokensAbout(trx, userKey)
    const ended = await queries.deleteSessions(trx, userKey, {})
    afterCommit(() => ended.forEach(onSessionEnded))
  })
}
