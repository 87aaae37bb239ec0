/** Mails that tell somebody that their account is not what it was, in case it was not them. */
import type { Mail, WaitingMail } from '../mail/mail-queue.ts'
import type { AccountDeps } from './accounts-rules.ts'
import { ownAddress } from './addresses.ts'
import { emailQueries } from './email-queries.ts'
import { changedMail } from './mails.ts'

const changes = {
  'password-changed': 'The password was changed',
  'second-factor-on': 'Signing in by a password and a code was turned on',
  'second-factor-off': 'Signing in by a password and a code was turned off',
} as const

export type Change = keyof typeof changes

/** For after the commit. Nobody waits for it; where no mail is sent, or the address is not confirmed, nobody is told. */
export function tellOfChange(
  { mails, runtime }: Pick<AccountDeps, 'mails' | 'runtime'>,
  change: Change,
  userKey: number,
): void {
  void mails?.add(change, userKey).catch(runtime.log.error)
}

/** @returns null for who has confirmed no address. */
export async function writeChangeMail(
  { storage }: Pick<AccountDeps, 'storage'>,
  origin: string,
  change: Change,
  { user_key, created_at }: WaitingMail,
): Promise<Mail | null> {
  const person = await emailQueries(storage.db).addressesOf(user_key)
  const to = person && ownAddress(person.username, person.email)
  if (!person || !to) return null
  const at = new Date(created_at)
  const { username, name } = person
  return changedMail({ what: changes[change], at, to, name, username, link: `${origin}/forgot` })
}
