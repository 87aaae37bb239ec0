/** A second step of signing in: a code from an authenticator app, turned on and off by its person. */
import { randomBytes } from 'node:crypto'
import { limits, type OperationInput, type OperationOutput } from '@chatapp/contract'
import { byThemselves, record } from '../audit/audit.ts'
import { Refused } from '../http/refused.ts'
import type { Caller } from '../http/route.ts'
import { transaction } from '../storage/transaction.ts'
import { accountQueries } from './accounts-queries.ts'
import type { AccountDeps, Client } from './accounts-rules.ts'
import { tellOfChange } from './change-mails.ts'
import { requireFresh } from './confirming.ts'
import { digestOf } from './digest.ts'
import { plainCode, requireRightCode } from './second-factor-codes.ts'
import { secondFactorQueries } from './second-factor-queries.ts'
import { base32, stepOf } from './totp.ts'

export async function readSecondFactor(
  { storage }: AccountDeps,
  { key }: Caller,
): Promise<OperationOutput<'getSecondFactor'>> {
  const queries = secondFactorQueries(storage.db)
  const factor = await queries.factorOf('key', key)
  return {
    onSince: factor ? new Date(factor.confirmed_at!).toISOString() : null,
    recoveryCodesLeft: factor ? await queries.countRecoveryCodes(key) : 0,
  }
}

/**
 * Nothing is asked for until a code has come back.
 * @throws Refused `reauthentication_required`; `forbidden` for who has no password; `revision_conflict` when it is on.
 */
export async function beginSecondFactor(
  deps: AccountDeps,
  caller: Caller,
): Promise<OperationOutput<'beginSecondFactor'>> {
  const { storage, sealing, issuer } = deps
  const queries = secondFactorQueries(storage.db)
  if (!(await accountQueries(storage.db).passwordOf(caller.key))) throw new Refused('forbidden')
  await requireFresh(deps, caller)
  const secret = randomBytes(20)
  const sealed = sealing.seal(secret, caller.key)
  await transaction(storage, async (trx) => {
    const factor = await queries.lockFactor(trx, caller.key)
    if (factor && factor.confirmed_at !== null) throw new Refused('revision_conflict')
    const write = factor ? queries.changeSecret : queries.addFactor
    await write(trx, caller.key, sealed)
  })
  const text = base32(secret).toUpperCase()
  const label = `${encodeURIComponent(issuer)}:${caller.username}`
  return { secret: text, uri: `otpauth://totp/${label}?secret=${text}&issuer=${encodeURIComponent(issuer)}` }
}

/**
 * From now on a code is asked for.
 * @throws Refused as `requireRightCode` does; `revision_conflict` when none was begun, or it is on already.
 */
export async function finishSecondFactor(
  deps: AccountDeps,
  { key }: Caller,
  { address }: Client,
  { code }: OperationInput<'finishSecondFactor'>['body'],
): Promise<OperationOutput<'finishSecondFactor'>> {
  const { storage, sealing, guard, runtime } = deps
  const queries = secondFactorQueries(storage.db)
  const now = runtime.now()
  const recoveryCodes = newRecoveryCodes()
  const turnOn = () =>
    transaction(storage, async (trx, afterCommit) => {
      const factor = await queries.lockFactor(trx, key)
      if (!factor || factor.confirmed_at !== null) throw new Refused('revision_conflict')
      const step = stepOf(sealing.open(factor.secret, key), plainCode(code), now)
      if (step === null) return false
      // The code is used up with it.
      await queries.turnOn(trx, key, now, step)
      await queries.saveRecoveryCodes(trx, key, recoveryCodes.map(digestOf))
      await record(trx, runtime, { action: 'second-factor-on', ...byThemselves(key, address) })
      afterCommit(() => tellOfChange(deps, 'second-factor-on', key))
      return true
    })
  await requireRightCode({ guard }, key, turnOn)
  return { recoveryCodes: recoveryCodes.map(inGroups) }
}

/** @throws Refused `reauthentication_required`; `not_found` when it is not on. */
export async function replaceRecoveryCodes(
  deps: AccountDeps,
  caller: Caller,
  { address }: Client,
): Promise<OperationOutput<'replaceRecoveryCodes'>> {
  const queries = secondFactorQueries(deps.storage.db)
  await requireFresh(deps, caller)
  const recoveryCodes = newRecoveryCodes()
  await transaction(deps.storage, async (trx) => {
    const factor = await queries.lockFactor(trx, caller.key)
    if (!factor || factor.confirmed_at === null) throw new Refused('not_found')
    await queries.saveRecoveryCodes(trx, caller.key, recoveryCodes.map(digestOf))
    const by = byThemselves(caller.key, address)
    await record(trx, deps.runtime, { action: 'recovery-codes-replaced', ...by })
  })
  return { recoveryCodes: recoveryCodes.map(inGroups) }
}

/** @throws Refused `reauthentication_required`; `not_found` when there is none, not even one that was begun. */
export async function turnOffSecondFactor(
  deps: AccountDeps,
  caller: Caller,
  { address }: Client,
): Promise<void> {
  await requireFresh(deps, caller)
  if (!(await removeSecondFactor(deps, caller.key, { actorKey: caller.key, address })))
    throw new Refused('not_found')
  tellOfChange(deps, 'second-factor-off', caller.key)
}

/** @param by whoever does it; without, the command line. @returns whether there was one. */
export const removeSecondFactor = (
  { storage, runtime }: Pick<AccountDeps, 'storage' | 'runtime'>,
  userKey: number,
  by: { actorKey?: number; address?: string } = {},
): Promise<boolean> =>
  transaction(storage, async (trx) => {
    const wasThere = await secondFactorQueries(storage.db).deleteFactor(trx, userKey)
    if (wasThere) await record(trx, runtime, { action: 'second-factor-off', ...by, subjectKey: userKey })
    return wasThere
  })

/** Of 80 random bits each: nobody finds one by trying, not even with the digests at hand. */
const newRecoveryCodes = (): string[] =>
  Array.from({ length: limits.recoveryCodes }, () => base32(randomBytes(10)))

const inGroups = (code: string): string => code.replace(/.{4}(?=.)/g, '$&-')
