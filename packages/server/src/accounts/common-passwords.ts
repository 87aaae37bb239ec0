/** Passwords that are guessed first: those that many people use, and what everybody can read about somebody. */
import { limits } from '@chatapp/contract'
import { dictionary } from '@zxcvbn-ts/language-common'
import { refuseField } from '../http/refused.ts'

const compared = (text: string): string => text.normalize('NFKC').toLowerCase()

const common: ReadonlySet<string> = new Set(
  dictionary['passwords-common'].filter((password) => password.length >= limits.passwordMin).map(compared),
)

interface Person {
  username: string
  name: string
  email: string
}

/** @throws Refused `validation_failed` `/password` `not_allowed`. */
export function refuseCommon(password: string, { username, name, email }: Person): void {
  const known = [username, name, email, email.replace(/@.*/, '')].map(compared)
  const wanted = compared(password)
  if (common.has(wanted) || known.includes(wanted)) throw refuseField('/password', 'not_allowed')
}
