import type { Kysely } from 'kysely'
import { partsOf } from './parts.ts'

/** What people say of themselves, their pictures, and who still has to hear of a new name or picture. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const parts = partsOf(db)
  await parts.addColumn('auth_user', 'bio', 'varchar(300)')
  await db.schema
    .createTable('avatars')
    .ifNotExists()
    .addColumn('id', 'varchar(22)', (column) => column.primaryKey())
    .addColumn('user_key', 'bigint', (column) => column.notNull().unique())
    .addColumn('bytes', parts.longBytes, (column) => column.notNull())
    .modifyEnd(parts.plain)
    .execute()
  await db.schema
    .createTable('profile_news')
    .ifNotExists()
    .addColumn('user_key', 'bigint', (column) => column.primaryKey())
    .addColumn('after_key', 'bigint', (column) => column.notNull())
    .modifyEnd(parts.plain)
    .execute()
}
