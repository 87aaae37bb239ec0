import type { AuditAction } from '@chatapp/contract'
import type { AuditTable } from '../storage/schema.ts'
import type { Db, Trx } from '../storage/storage.ts'

export interface AuditPlace {
  at: number
  id: string
}

export interface AuditFilter {
  /** What somebody did, or what was done to them. */
  who?: { column: 'actor_key' | 'subject_key'; key: number }
  action?: AuditAction | undefined
}

export const auditQueries = {
  add: (db: Db | Trx, entry: AuditTable) => db.insertInto('audit').values(entry).execute(),

  deleteBefore: (db: Db, at: number) => db.deleteFrom('audit').where('at', '<', at).execute(),

  keyOf: async (db: Db, username: string) =>
    (await db.selectFrom('auth_user').select('key').where('username', '=', username).executeTakeFirst())?.key,

  /** Newest first, below a place. */
  page(db: Db, { who, action }: AuditFilter, before: AuditPlace | null, limit: number) {
    let entries = db
      .selectFrom('audit')
      .leftJoin('auth_user as actor', 'actor.key', 'audit.actor_key')
      .leftJoin('auth_user as subject', 'subject.key', 'audit.subject_key')
      .select(['audit.id', 'audit.at', 'audit.action', 'audit.address', 'audit.detail'])
      .select(['actor.username as actor', 'subject.username as subject'])
      .orderBy('audit.at', 'desc')
      .orderBy('audit.id', 'desc')
      .limit(limit)
    if (who) entries = entries.where(`audit.${who.column}`, '=', who.key)
    if (action) entries = entries.where('audit.action', '=', action)
    if (before)
      entries = entries
        .where('audit.at', '<=', before.at)
        .where((is) => is.or([is('audit.at', '<', before.at), is('audit.id', '<', before.id)]))
    return entries.execute()
  },
}
