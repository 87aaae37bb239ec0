/** Who may make an account, and the invitations that let somebody in. */
import type { OperationOutput, SignUpPolicy } from '@chatapp/contract'
import { Refused } from '../http/refused.ts'
import type { Runtime } from '../runtime.ts'
import { readSignUpPolicy } from '../storage/instance.ts'
import type { Db, Storage, Trx } from '../storage/storage.ts'
import { digestOf } from './digest.ts'
import { invitationQueries } from './invitation-queries.ts'

export interface PolicyDeps {
  storage: Storage
  runtime: Pick<Runtime, 'now' | 'newId' | 'newSecret'>
  /** What the settings say; null: what an administrator chose is kept in the database. */
  signUp: SignUpPolicy | null
}

const dayMs = 24 * 3_600_000

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

/** @param madeBy null: whoever runs the server. @returns its token, which is kept nowhere. */
export async function createInvitation(
  { storage, runtime }: Pick<PolicyDeps, 'storage' | 'runtime'>,
  madeBy: number | null,
  { uses, days }: { uses: number; days: number },
): Promise<string> {
  const token = runtime.newSecret()
  const now = runtime.now()
  await invitationQueries(storage.db).add({
    id: runtime.newId(),
    digest: digestOf(token),
    made_by: madeBy,
    made_at: now,
    expires_at: now + days * dayMs,
    uses,
    uses_left: uses,
  })
  return token
}
