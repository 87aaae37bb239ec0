/** The second step itself: a code that somebody gives after their password, good once. */
import { Refused, refuseField } from '../http/refused.ts'
import type { AccountDeps } from './accounts-rules.ts'
import { digestOf } from './digest.ts'
import { secondFactorQueries } from './second-factor-queries.ts'
import { stepOf } from './totp.ts'

/** Codes are guessed by who knows the password: they wait wherever they ask from. */
const anywhere = ''

/**
 * For somebody whose password was right. Without a second step nothing is asked.
 * @param by the engine's ID of a person, or our key.
 * @throws Refused `second_factor_required` without a code; `validation_failed` for a wrong one, or one that was used;
 * `rate_limited` for who guesses.
 */
export async function proveSecondFactor(
  deps: AccountDeps,
  by: 'id' | 'key',
  person: string | number,
  code: string | undefined,
): Promise<void> {
  const factor = await secondFactorQueries(deps.storage.db).factorOf(by, person)
  if (!factor) return
  if (code === undefined) throw new Refused('second_factor_required')
  await requireRightCode(deps, factor.user_key, () => takeCode(deps, factor, plainCode(code)))
}

/**
 * @param take uses a code up, and tells whether it was good.
 * @throws Refused `validation_failed` when it was not; `rate_limited` for who guesses.
 */
export function requireRightCode(
  { guard }: Pick<AccountDeps, 'guard'>,
  userKey: number,
  take: () => Promise<boolean>,
): Promise<void> {
  const name = `code of ${userKey}`
  return guard.inTurn(name, anywhere, async () => {
    if (!(await take())) {
      await guard.failed(name, anywhere)
      throw refuseField('/code', 'wrong')
    }
    await guard.succeeded(name, anywhere)
  })
}

/** As it is compared: people type what they see, with its spaces and dashes. */
export const plainCode = (code: string): string => code.replace(/[\s-]/g, '').toLowerCase()

/** Uses a code up, on whichever process. @returns whether it was good. */
async function takeCode(
  { storage, sealing, runtime }: AccountDeps,
  factor: { user_key: number; secret: Uint8Array },
  code: string,
): Promise<boolean> {
  const queries = secondFactorQueries(storage.db)
  if (!/^\d{6}$/.test(code)) return queries.takeRecoveryCode(factor.user_key, digestOf(code))
  const step = stepOf(sealing.open(factor.secret, factor.user_key), code, runtime.now())
  return step !== null && queries.takeStep(factor.user_key, factor.secret, step)
}
