/** The tokens with which people let programs act for them. */
import { limits, type OperationInput, type OperationOutput } from '@chatapp/contract'
import { byThemselves, record } from '../audit/audit.ts'
import { Refused, refuseField } from '../http/refused.ts'
import type { Caller } from '../http/route.ts'
import { transaction } from '../storage/transaction.ts'
import { accountQueries } from './accounts-queries.ts'
import type { AccountDeps, Client } from './accounts-rules.ts'
import { requireFresh } from './confirming.ts'
import { digestOf } from './digest.ts'
import { cleanName } from './names.ts'
import { tokenQueries } from './token-queries.ts'
import { tokenPrefix } from './tokens.ts'

const dayMs = 24 * 3_600_000

export async function listTokens(
  { storage, runtime }: AccountDeps,
  { key }: Caller,
): Promise<OperationOutput<'listTokens'>> {
  const rows = await tokenQueries(storage.db).listOf(key, runtime.now())
  const items = rows.map((row) => ({
    id: row.id,
    name: row.name,
    createdAt: isoTime(row.created_at),
    lastUsedAt: row.last_used_at === null ? null : isoTime(row.last_used_at),
    expiresAt: row.expires_at === null ? null : isoTime(row.expires_at),
  }))
  return { items }
}

/**
 * @throws Refused as `requireFresh` does; `forbidden` for who has as many as there may be, and for who has no password,
 * and so could not confirm who they are; `validation_failed` for a name of which nothing can be seen.
 */
export async function createToken(
  deps: AccountDeps,
  caller: Caller,
  client: Client,
  input: OperationInput<'createToken'>['body'],
): Promise<OperationOutput<'createToken'>> {
  const { storage, runtime } = deps
  const name = cleanName(input.name)
  if (name === '') throw refuseField('/name', 'empty')
  if (!(await accountQueries(storage.db).passwordOf(caller.key))) throw new Refused('forbidden')
  await requireFresh(deps, caller)
  const [id, token, now] = [runtime.newId(), tokenPrefix + runtime.newSecret(), runtime.now()]
  const expiresAt = input.days === null ? null : now + input.days * dayMs
  const queries = tokenQueries(storage.db)
  await transaction(storage, async (trx) => {
    await queries.lockPerson(trx, caller.key)
    if ((await queries.countOf(trx, caller.key, now)) >= limits.tokensMax) throw new Refused('forbidden')
    await queries.add(trx, {
      ...{ id, name, digest: digestOf(token), user_key: caller.key },
      ...{ created_at: now, expires_at: expiresAt },
    })
    await record(trx, runtime, {
      action: 'token-made',
      ...byThemselves(caller.key, client.address),
      detail: { name },
    })
  })
  return {
    ...{ id, name, token, createdAt: isoTime(now) },
    ...{ lastUsedAt: null, expiresAt: expiresAt === null ? null : isoTime(expiresAt) },
  }
}

/** @throws Refused `not_found` when it is not one of the caller's. */
export async function revokeToken(
  { storage, runtime, onSessionEnded }: AccountDeps,
  caller: Caller,
  client: Client,
  id: string,
): Promise<void> {
  await transaction(storage, async (trx, afterCommit) => {
    const name = await tokenQueries(storage.db).remove(trx, caller.key, id)
    if (name === undefined) throw new Refused('not_found')
    await record(trx, runtime, {
      action: 'token-revoked',
      ...byThemselves(caller.key, client.address),
      detail: { name },
    })
    afterCommit(() => onSessionEnded(id))
  })
}

const isoTime = (ms: number): string => new Date(ms).toISOString()
