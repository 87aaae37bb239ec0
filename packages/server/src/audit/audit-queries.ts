import type { AuditTable } from '../storage/schema.ts'
import type { Db, Trx } from '../storage/storage.ts'

export const auditQueries = {
  add: (db: Db | Trx, entry: AuditTable) => db.insertInto('audit').values(entry).execute(),

  deleteBefore: (db: Db, at: number) => db.deleteFrom('audit').where('at', '<', at).execute(),
}
