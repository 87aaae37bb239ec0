import type { Kysely } from 'kysely'
import { partsOf } from './parts.ts'

/** The processes that serve this database, each with its last sign of life. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('nodes')
    .ifNotExists()
    .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .addColumn('hears_others', 'integer', (column) => column.notNull())
    .addColumn('secret_digest', 'varchar(64)', (column) => column.notNull())
    .modifyEnd(partsOf(db).plain)
    .execute()
}
