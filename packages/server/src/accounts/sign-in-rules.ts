/** Signing in. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { OperationInput } from '@chatapp/contract'
import { byThemselves, record, recordSparingly } from '../audit/audit.ts'
import { Refused } from '../http/refused.ts'
import { transaction } from '../storage/transaction.ts'
import { accountQueries } from './accounts-queries.ts'
import { type AccountDeps, type Client, headersOf, readMe, type SignedIn } from './accounts-rules.ts'
import { findLogin, nobody } from './addresses.ts'
import { takeBack } from './leaving-rules.ts'
import { proveSecondFactor } from './second-factor-codes.ts'

/** Refusals leave a multiple of it after the request, so that how long they took to find hardly ever shows. */
const refusalStepMs = 100

/**
 * The password first, then the code of who has a second step, then the session. Who had asked to leave stays.
 * @throws Refused `unauthenticated` for a wrong login or password; `rate_limited` for who guesses; `unavailable` when too
 * many sign in; for who knows the password what `proveSecondFactor` throws.
 */
export async function signIn(
  deps: AccountDeps,
  client: Client,
  { login, ...proofs }: OperationInput<'signIn'>['body'],
): Promise<SignedIn> {
  const startedAt = performance.now()
  const name = login.trim().toLowerCase()
  try {
    return await deps.guard.inTurn(name, client.address, () =>
      deps.signInGate.pass(() => trySignIn(deps, client, name, proofs)),
    )
  } catch (error) {
    // Of who is here there is a little more to read than of nobody.
    await sleep(refusalStepMs - ((performance.now() - startedAt) % refusalStepMs))
    throw error
  }
}

async function trySignIn(
  deps: AccountDeps,
  client: Client,
  name: string,
  { password, code }: Omit<OperationInput<'signIn'>['body'], 'login'>,
): Promise<SignedIn> {
  const { storage, engine, guard, runtime } = deps
  const found = await findLogin(storage.db, name)
  let wasLeaving = false
  try {
    const { result, hash } = await engine.admitting(
      async (userId) => {
        await proveSecondFactor(deps, 'id', userId, code)
        wasLeaving = await takeBack(deps, userId, client)
      },
      () =>
        engine.api.signInEmail({
          body: { email: found?.email ?? nobody, password },
          headers: headersOf(client),
          returnHeaders: true,
        }),
    )
    const { key } = found!
    await requireSamePassword(deps, key, hash, result.response.token)
    await guard.succeeded(name, client.address)
    await record(storage.db, runtime, { action: 'signed-in', ...byThemselves(key, client.address) })
    return { user: await readMe(deps, key), cookies: result.headers.getSetCookie(), wasLeaving }
  } catch (error) {
    if (!isEngineRefusal(error)) throw error
    await guard.failed(name, client.address)
    // How long this answer or the next one takes must not tell whether there is such an account.
    if (found) deps.soon.do(() => recordFailure(deps, client, found.key))
    throw new Refused('unauthenticated')
  }
}

async function recordFailure({ storage, runtime }: AccountDeps, { address }: Client, subjectKey: number) {
  await recordSparingly(storage.db, runtime, { action: 'sign-in-failed', subjectKey, address })
}

/**
 * While a password waits to be compared, its person may set another one, which ends the sessions that there are by then.
 * @throws Refused `unauthenticated` when they have; the session is gone.
 */
async function requireSamePassword(
  { storage }: AccountDeps,
  userKey: number,
  hash: string | null,
  token: string,
): Promise<void> {
  const queries = accountQueries(storage.db)
  const isSame = await transaction(storage, async (trx) => {
    if ((await queries.lockPassword(trx, userKey)) === hash) return true
    await queries.deleteSession(trx, token)
    return false
  })
  if (!isSame) throw new Refused('unauthenticated')
}

/** The engine's own errors carry a status; others are ours or a fault. */
const isEngineRefusal = (error: unknown): boolean => (error as { name?: string }).name === 'APIError'
