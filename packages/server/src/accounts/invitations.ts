/** Invitations: links that let so many people make an account, until a day. */
import type { OperationInput, OperationOutput } from '@chatapp/contract'
import { record } from '../audit/audit.ts'
import { Refused } from '../http/refused.ts'
import type { Runtime } from '../runtime.ts'
import type { Storage } from '../storage/storage.ts'
import { transaction } from '../storage/transaction.ts'
import type { Administrator } from './administration.ts'
import { digestOf } from './digest.ts'
import { invitationQueries } from './invitation-queries.ts'

interface InvitationDeps {
  storage: Storage
  runtime: Runtime
}

const dayMs = 24 * 3_600_000

/** Those that are still good, latest first. */
export async function listInvitations({
  storage,
  runtime,
}: InvitationDeps): Promise<OperationOutput<'listInvitations'>> {
  const rows = await invitationQueries(storage.db).good(runtime.now())
  return {
    items: rows.map((row) => ({
      id: row.id,
      madeBy: row.username,
      madeAt: new Date(row.made_at).toISOString(),
      expiresAt: new Date(row.expires_at).toISOString(),
      uses: row.uses,
      usesLeft: row.uses_left,
    })),
  }
}

/** @returns its token, which is kept nowhere. */
export async function createInvitation(
  { storage, runtime }: InvitationDeps,
  by: Administrator,
  { uses, days }: OperationInput<'createInvitation'>['body'],
): Promise<{ token: string; expiresAt: number }> {
  const token = runtime.newSecret()
  const now = runtime.now()
  const expiresAt = now + days * dayMs
  await transaction(storage, async (trx) => {
    await invitationQueries(trx).add({
      id: runtime.newId(),
      digest: digestOf(token),
      made_by: by.actorKey ?? null,
      made_at: now,
      expires_at: expiresAt,
      uses,
      uses_left: uses,
    })
    await record(trx, runtime, { action: 'invitation-made', ...by, detail: { uses, days } })
  })
  return { token, expiresAt }
}

/** Nobody comes in by it any more. @throws Refused `not_found`. */
export async function revokeInvitation(
  { storage, runtime }: InvitationDeps,
  by: Administrator,
  id: string,
): Promise<void> {
  await transaction(storage, async (trx) => {
    if (!(await invitationQueries(trx).delete(id))) throw new Refused('not_found')
    await record(trx, runtime, { action: 'invitation-revoked', ...by })
  })
}
