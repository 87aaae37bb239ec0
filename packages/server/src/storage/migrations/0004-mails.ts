import type { Kysely } from 'kysely'
import { partsOf } from './parts.ts'

/** Mails that wait to be written and sent. No secret stands in them: a link is made when it is sent. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const parts = partsOf(db)
  await db.schema
    .createTable('mails')
    .ifNotExists()
    .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
    .addColumn('purpose', 'varchar(32)', (column) => column.notNull())
    .addColumn('user_key', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .modifyEnd(parts.plain)
    .execute()
  await parts.createIndex('mails_due', 'mails', ['due_at'])
}
