import type { Kysely } from 'kysely'
import { partsOf } from './parts.ts'

/** Who has asked to be deleted, and when it is done; and since when somebody is gone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const parts = partsOf(db)
  await parts.addColumn('auth_user', 'left_at', 'bigint')
  await db.schema
    .createTable('deletions')
    .ifNotExists()
    .addColumn('user_key', 'bigint', (column) => column.primaryKey())
    .addColumn('asked_at', 'bigint', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('done_at', 'bigint')
    .modifyEnd(parts.plain)
    .execute()
}
