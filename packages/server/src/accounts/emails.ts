/** Addresses. Where mails are sent, one is somebody's when the link in a mail to it has come back. */
import type { Me, OperationInput } from '@chatapp/contract'
import { byThemselves, record } from '../audit/audit.ts'
import { Refused, refuseField } from '../http/refused.ts'
import type { Caller } from '../http/route.ts'
import type { Mail, WaitingMail } from '../mail/mail-queue.ts'
import { isDuplicate } from '../storage/failures.ts'
import { transaction } from '../storage/transaction.ts'
import { accountQueries } from './accounts-queries.ts'
import { type AccountDeps, type Client, readMe } from './accounts-rules.ts'
import { ownAddress, requireAddress } from './addresses.ts'
import { requireFresh } from './confirming.ts'
import { digestOf } from './digest.ts'
import { emailQueries } from './email-queries.ts'
import { alreadyMail, askedMail, confirmMail } from './mails.ts'

const confirmMs = 24 * 3_600_000

/**
 * @throws Refused `reauthentication_required`; `validation_failed` for no address, or, where no mail is sent, for one that
 * somebody else has.
 */
export async function changeEmail(
  deps: AccountDeps,
  caller: Caller,
  { address }: Client,
  input: OperationInput<'changeEmail'>['body'],
): Promise<Me> {
  const { storage, runtime, mails } = deps
  await requireFresh(deps, caller)
  const email = input.email.toLowerCase()
  requireAddress(email)
  const before = (await emailQueries(storage.db).addressesOf(caller.key))!
  const isConfirmed = email === before.email && (before.email_verified === 1 || mails === null)
  try {
    await transaction(storage, async (trx, afterCommit) => {
      const queries = emailQueries(trx)
      await accountQueries(storage.db).deleteTokensAbout(trx, caller.key, 'confirm-email')
      if (isConfirmed) await queries.deletePending(caller.key)
      else if (mails !== null) await queries.savePending(caller.key, email, runtime.now())
      else {
        await queries.deletePending(caller.key)
        await queries.setEmail(caller.key, email, false, new Date(runtime.now()).toISOString())
        await record(trx, runtime, { action: 'email-changed', ...byThemselves(caller.key, address) })
      }
      afterCommit(() => deps.tellOwn(caller.key))
    })
  } catch (error) {
    if (isDuplicate(error)) throw refuseField('/email', 'taken')
    throw error
  }
  if (mails !== null && !isConfirmed) {
    await mails.add('confirm-email', caller.key)
    const own = ownAddress(before.username, before.email)
    if (own !== null && own !== email) await mails.add('email-asked', caller.key, own)
  }
  return readMe(deps, caller.key)
}

/**
 * @throws Refused `forbidden` for a token that is not one, was used, is too old, or was asked for another address;
 * `validation_failed` `/token` `taken` when the address belongs to another account.
 */
export async function confirmEmail(
  { storage, runtime, tellOwn }: AccountDeps,
  { address }: Client,
  { token }: OperationInput<'confirmEmail'>['body'],
): Promise<void> {
  const tokens = accountQueries(storage.db)
  const digest = digestOf(token)
  try {
    await transaction(storage, async (trx, afterCommit) => {
      const queries = emailQueries(trx)
      const userKey = await tokens.subjectOf(trx, digest)
      const isValid = await tokens.consumeToken(trx, digest, 'confirm-email', runtime.now())
      if (!isValid || typeof userKey !== 'number') throw new Refused('forbidden')
      const email = await queries.lockPending(userKey)
      if (email === undefined) throw new Refused('forbidden')
      await queries.setEmail(userKey, email, true, new Date(runtime.now()).toISOString())
      await queries.deletePending(userKey)
      // Links for a new password went to the address before.
      await tokens.deleteTokensAbout(trx, userKey, 'reset-password')
      await record(trx, runtime, { action: 'email-changed', subjectKey: userKey, address })
      afterCommit(() => tellOwn(userKey))
    })
  } catch (error) {
    if (isDuplicate(error)) throw refuseField('/token', 'taken')
    throw error
  }
}

/** Asks for a link to come back, or tells the address's owner that they have an account. @returns null when nothing waits. */
export async function writeConfirmMail(
  { storage, runtime }: Pick<AccountDeps, 'storage' | 'runtime'>,
  origin: string,
  { user_key }: WaitingMail,
): Promise<Mail | null> {
  const person = await emailQueries(storage.db).addressesOf(user_key)
  if (!person?.pending_email) return null
  const { username, pending_email: to } = person
  const owner = await emailQueries(storage.db).ownerOf(to)
  if (owner && owner.key !== user_key) return alreadyMail({ to, username: owner.username, link: origin })
  const tokens = accountQueries(storage.db)
  const token = runtime.newSecret()
  const stillWaits = await transaction(storage, async (trx) => {
    // The token is good for whichever address waits when it comes back: that has to be the one that the mail goes to.
    if ((await emailQueries(trx).lockPending(user_key)) !== to) return false
    await tokens.deleteTokensAbout(trx, user_key, 'confirm-email')
    await tokens.saveToken(trx, digestOf(token), 'confirm-email', runtime.now() + confirmMs, user_key)
    return true
  })
  return stillWaits ? confirmMail({ to, username, link: `${origin}/confirm-email#${token}` }) : null
}

/** Tells the address that is in force that another one was asked for. */
export async function writeAskedMail(
  { storage }: Pick<AccountDeps, 'storage'>,
  { user_key, address }: WaitingMail,
): Promise<Mail | null> {
  const person = await emailQueries(storage.db).addressesOf(user_key)
  if (!person || address === null) return null
  return askedMail({ to: address, name: person.name, username: person.username })
}
