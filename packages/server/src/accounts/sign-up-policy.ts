/** Who may make an account: anybody, who is invited, or nobody. */
import type { OperationOutput, SignUp, SignUpPolicy } from '@chatapp/contract'
import { record } from '../audit/audit.ts'
import { Refused } from '../http/refused.ts'
import type { Runtime } from '../runtime.ts'
import { readSignUpPolicy, saveSignUpPolicy } from '../storage/instance.ts'
import type { Db, Storage, Trx } from '../storage/storage.ts'
import { transaction } from '../storage/transaction.ts'
import type { Administrator } from './administration.ts'
import { digestOf } from './digest.ts'
import { invitationQueries } from './invitation-queries.ts'

export interface PolicyDeps {
  storage: Storage
  runtime: Runtime
  /** What the settings say; null: what an administrator chose is kept in the database. */
  signUp: SignUpPolicy | null
}

export const currentPolicy = async ({ signUp }: PolicyDeps, db: Db | Trx): Promise<SignUpPolicy> =>
  signUp ?? (await readSignUpPolicy(db))

/** Before anything slow is done or told for somebody. @throws Refused `forbidden` for who may not make an account. */
export async function requireAdmission(deps: PolicyDeps, invitation: string | undefined): Promise<void> {
  const { db } = deps.storage
  const policy = await currentPolicy(deps, db)
  if (policy === 'open') return
  if (policy === 'closed' || invitation === undefined) throw new Refused('forbidden')
  await checkInvitation(deps, invitation)
}

/** The same within the sign-up itself, which uses the invitation once. */
export async function useAdmission(
  deps: PolicyDeps,
  trx: Trx,
  invitation: string | undefined,
): Promise<void> {
  const policy = await currentPolicy(deps, trx)
  if (policy === 'open') return
  const mayEnter =
    policy === 'invite' &&
    invitation !== undefined &&
    (await invitationQueries(trx).use(digestOf(invitation), deps.runtime.now()))
  if (!mayEnter) throw new Refused('forbidden')
}

/** @throws Refused `forbidden` for one that was never made, is used up, or too old. */
export async function checkInvitation(
  { storage, runtime }: PolicyDeps,
  invitation: string,
): Promise<OperationOutput<'checkInvitation'>> {
  const expiresAt = await invitationQueries(storage.db).expiryOf(digestOf(invitation), runtime.now())
  if (expiresAt === undefined) throw new Refused('forbidden')
  return { expiresAt: new Date(expiresAt).toISOString() }
}

export async function readSignUp(deps: PolicyDeps): Promise<SignUp> {
  return { policy: await currentPolicy(deps, deps.storage.db), isFixed: deps.signUp !== null }
}

/** @throws Refused `forbidden` when the settings decide. */
export async function chooseSignUp(
  deps: PolicyDeps,
  by: Administrator,
  policy: SignUpPolicy,
): Promise<SignUp> {
  if (deps.signUp !== null) throw new Refused('forbidden')
  await transaction(deps.storage, async (trx) => {
    if ((await currentPolicy(deps, trx)) === policy) return
    await saveSignUpPolicy(trx, policy)
    await record(trx, deps.runtime, { action: 'sign-up-chosen', ...by, detail: { to: policy } })
  })
  return readSignUp(deps)
}
