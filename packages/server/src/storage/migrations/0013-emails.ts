import type { Kysely } from 'kysely'
import { partsOf } from './parts.ts'

/** Addresses that people say are theirs, and have not shown to be; and mails that go to another one than their own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const parts = partsOf(db)
  await db.schema
    .createTable('email_changes')
    .ifNotExists()
    .addColumn('user_key', 'bigint', (column) => column.primaryKey())
    .addColumn('email', 'varchar(255)', (column) => column.notNull())
    .addColumn('asked_at', 'bigint', (column) => column.notNull())
    .modifyEnd(parts.plain)
    .execute()
  await parts.createIndex('email_changes_email', 'email_changes', ['email'])
  await parts.addColumn('mails', 'address', 'varchar(255)')
}
