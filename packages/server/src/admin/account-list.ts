/** Everyone, as administrators see them. */
import {
  type Account,
  limits,
  type OperationInput,
  type OperationOutput,
  type WholeAccount,
} from '@chatapp/contract'
import { ownAddress } from '../accounts/addresses.ts'
import { sortName } from '../accounts/names.ts'
import { roleOf } from '../accounts/session-rules.ts'
import { readCursor, writeCursor } from '../http/cursor.ts'
import { Refused, refuseField } from '../http/refused.ts'
import type { Runtime } from '../runtime.ts'
import type { Storage } from '../storage/storage.ts'
import { deskQueries, searched } from './desk-queries.ts'

export interface ListDeps {
  storage: Storage
  runtime: Runtime
}

type Row = NonNullable<Awaited<ReturnType<typeof deskQueries.account>>>

/** First those found by username, then the others by name, then by e-mail; each an index range. Without `q` by name. */
export async function listAccounts(
  deps: ListDeps,
  { q = '', limit = limits.pageDefault, cursor }: OperationInput<'listAccounts'>['query'],
): Promise<OperationOutput<'listAccounts'>> {
  const { scans } = deps.storage
  const prefix = sortName(q.trim().replace(/^@/, ''))
  const ways = prefix === '' ? (['sort_name'] as const) : searched
  const [begun, ...place] =
    cursor === undefined ? [ways[0], '', ''] : readCursor(cursor, ['string', 'string', 'string'])
  const start = (ways as readonly string[]).indexOf(begun)
  if (start < 0) throw refuseField('cursor', 'bad_format')
  const rows: Row[] = []
  let next: string | null = null
  for (const [i, way] of ways.entries()) {
    if (i < start || next !== null) continue
    const after = i === start ? ([place[0] ?? '', place[1] ?? ''] as const) : (['', ''] as const)
    const wanted = limit - rows.length
    const found = await deskQueries.accounts(scans, way, prefix, after, ways.slice(0, i), wanted + 1)
    rows.push(...found.slice(0, wanted))
    if (found.length <= wanted) continue
    const last = found[wanted - 1]
    next = writeCursor(last ? [way, last[way], last.username] : [way, '', ''])
  }
  const sessions = await sessionsOf(deps, rows)
  return { items: rows.map((row) => accountFrom(row, sessions.get(row.id))), next }
}

/** @throws Refused `not_found`. */
export async function getAccount(deps: ListDeps, username: string): Promise<WholeAccount> {
  const row = await deskQueries.account(deps.storage.db, username.toLowerCase())
  if (!row) throw new Refused('not_found')
  const sessions = (await sessionsOf(deps, [row])).get(row.id)
  return { ...accountFrom(row, sessions), sessions: Number(sessions?.count ?? 0) }
}

async function sessionsOf({ storage, runtime }: ListDeps, rows: Row[]) {
  const now = new Date(runtime.now()).toISOString()
  const ids = rows.map(({ id }) => id)
  const sessions = await deskQueries.sessionsOf(storage.db, ids, now)
  return new Map(sessions.map((session) => [session.user_id, session]))
}

const accountFrom = (row: Row, sessions: { last_active_at: string } | undefined): Account => ({
  username: row.username,
  name: row.name,
  avatarUrl: row.image,
  email: ownAddress(row.username, row.email),
  role: roleOf(row.role),
  banned: row.banned === 1,
  createdAt: row.created_at,
  lastActiveAt: sessions?.last_active_at ?? null,
})
