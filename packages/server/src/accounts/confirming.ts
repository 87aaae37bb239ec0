/** Proving again who one is: what is dangerous needs a session that has done so lately. */
import type { OperationInput } from '@chatapp/contract'
import { Refused, refuseField } from '../http/refused.ts'
import type { Caller } from '../http/route.ts'
import { accountQueries } from './accounts-queries.ts'
import type { AccountDeps, Client } from './accounts-rules.ts'
import { proveSecondFactor } from './second-factor-codes.ts'

/** So long after signing in or confirming, nobody is asked again. */
const freshMs = 10 * 60_000

/** @throws Refused `reauthentication_required` when the caller's session has to confirm who it is. */
export async function requireFresh(
  { storage, runtime }: Pick<AccountDeps, 'storage' | 'runtime'>,
  { sessionId }: Pick<Caller, 'sessionId'>,
): Promise<void> {
  const session = await accountQueries(storage.db).confirmationOf(sessionId)
  const confirmedAt = session ? Math.max(Date.parse(session.created_at), session.confirmed_at ?? 0) : 0
  if (runtime.now() - confirmedAt >= freshMs) throw new Refused('reauthentication_required')
}

/** @throws Refused as `provePassword` does, with the path `/password`, and then as `proveSecondFactor`. */
export async function confirmIdentity(
  deps: AccountDeps,
  caller: Caller,
  client: Client,
  { password, code }: OperationInput<'confirmIdentity'>['body'],
): Promise<void> {
  await provePassword(deps, caller, client, password, '/password')
  await proveSecondFactor(deps, 'key', caller.key, code)
  await accountQueries(deps.storage.db).confirmSession(caller.sessionId, deps.runtime.now())
}

/**
 * @param path of the password in the body. @returns the account that the password is of.
 * @throws Refused `validation_failed` when it is wrong, which counts as a failed sign-in; `forbidden` for who has none;
 * `rate_limited` for who guesses.
 */
export async function provePassword(
  { storage, passwords, guard }: AccountDeps,
  caller: Caller,
  { address }: Client,
  password: string,
  path: string,
): Promise<{ id: string; password: string }> {
  return guard.inTurn(caller.username, address, async () => {
    const account = await accountQueries(storage.db).passwordOf(caller.key)
    if (!account) throw new Refused('forbidden')
    if (!(await passwords.verify(password, account.password))) {
      await guard.failed(caller.username, address)
      throw refuseField(path, 'wrong')
    }
    await guard.succeeded(caller.username, address)
    return account
  })
}
