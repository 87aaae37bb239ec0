/** The trail as administrators read it: a page at a time, newest first. */
import { limits, type OperationInput, type OperationOutput } from '@chatapp/contract'
import { readCursor, writeCursor } from '../http/cursor.ts'
import { Refused } from '../http/refused.ts'
import type { Storage } from '../storage/storage.ts'
import { type AuditPlace, auditQueries } from './audit-queries.ts'

/** @throws Refused `not_found` for an unknown `user`. */
export async function listAudit(
  { db, scans }: Storage,
  { user, action, limit = limits.pageDefault, cursor }: OperationInput<'listAudit'>['query'],
): Promise<OperationOutput<'listAudit'>> {
  const before = cursor === undefined ? null : placeOf(cursor)
  const page = (column?: 'actor_key' | 'subject_key', key = 0) =>
    auditQueries.page(scans, { ...(column && { who: { column, key } }), action }, before, limit + 1)
  let rows: Awaited<ReturnType<typeof page>>
  if (user === undefined) rows = await page()
  else {
    const key = await auditQueries.keyOf(db, user.toLowerCase())
    if (key === undefined) throw new Refused('not_found')
    const both = await Promise.all([page('actor_key', key), page('subject_key', key)])
    // What people do to their own account is in both.
    const byId = new Map(both.flat().map((row) => [row.id, row]))
    rows = [...byId.values()].sort((one, other) => other.at - one.at || (other.id > one.id ? 1 : -1))
  }
  const items = rows.slice(0, limit).map(({ at, detail, ...row }) => ({
    ...row,
    at: new Date(at).toISOString(),
    detail: detail === null ? null : (JSON.parse(detail) as Record<string, string | number>),
  }))
  const last = rows[limit - 1]
  return { items, next: rows.length > limit && last ? writeCursor([last.at, last.id]) : null }
}

function placeOf(cursor: string): AuditPlace {
  const [at, id] = readCursor(cursor, ['number', 'string'])
  return { at, id }
}
