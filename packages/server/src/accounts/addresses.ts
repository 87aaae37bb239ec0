/** What an address is, whose it is, and what stands in its place. */
import { refuseField } from '../http/refused.ts'
import type { Db } from '../storage/storage.ts'
import { emailQueries } from './email-queries.ts'

/** What the engine itself takes for an address; others are refused before it sees them. */
export const isEmail = (text: string): boolean =>
  /^(?!\.)(?!.*\.\.)[a-z0-9_'+\-.]*[a-z0-9_+-]@([a-z0-9][a-z0-9-]*\.)+[a-z]{2,}$/i.test(text)

/** Stands for people who do not exist: their sign-in takes the same path, the hash included. */
export const nobody = 'nobody@chatapp.invalid'

/** Of addresses that are nobody's to have: no mail reaches them. */
const isReserved = (email: string): boolean =>
  email === nobody || /@(demo|unconfirmed|deleted)\.invalid$/.test(email)

/** Stands where the engine wants an address, for who has confirmed none yet. */
export const placeholderOf = (username: string): string => `${username}@unconfirmed.invalid`

/** Null for who has confirmed none yet. */
export const ownAddress = (username: string, email: string): string | null =>
  email === placeholderOf(username) ? null : email

/** @throws Refused `validation_failed` for what is no address that mail could reach. */
export function requireAddress(email: string): void {
  if (!isEmail(email) || isReserved(email)) throw refuseField('/email', 'bad_format')
}

type Found = { key: number; username: string; email: string } | undefined

/**
 * @param login a username or an address, in lower case. One that is not confirmed lets nobody in: it would only where
 * nobody else has it, and so tell whether somebody does.
 */
export const findLogin = (db: Db, login: string): Promise<Found> =>
  login.includes('@') ? emailQueries(db).ownerOf(login) : emailQueries(db).byUsername(login)

/** Who gets a mail for a login: also who says that an address is theirs, while nobody has it. */
export async function findRecipient(db: Db, login: string): Promise<Found> {
  const found = await findLogin(db, login)
  if (found || !login.includes('@')) return found
  const claimants = await emailQueries(db).claimantsOf(login)
  return claimants.find(({ username, email }) => ownAddress(username, email) === null)
}
