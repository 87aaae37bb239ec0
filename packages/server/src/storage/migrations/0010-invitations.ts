import type { Kysely } from 'kysely'
import { partsOf } from './parts.ts'

/** Links that let somebody make an account: so often, and until then. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const parts = partsOf(db)
  await db.schema
    .createTable('invitations')
    .ifNotExists()
    .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
    .addColumn('digest', parts.bytes(32), (column) => column.notNull().unique())
    .addColumn('made_by', 'bigint')
    .addColumn('made_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('uses', 'integer', (column) => column.notNull())
    .addColumn('uses_left', 'integer', (column) => column.notNull())
    .modifyEnd(parts.plain)
    .execute()
}
