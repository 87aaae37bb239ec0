import type { Kysely } from 'kysely'
import { partsOf } from './parts.ts'

/** What lets programs act for somebody. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const parts = partsOf(db)
  await db.schema
    .createTable('api_tokens')
    .ifNotExists()
    .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
    .addColumn('digest', parts.bytes(32), (column) => column.notNull().unique())
    .addColumn('user_key', 'bigint', (column) => column.notNull())
    .addColumn('name', 'varchar(255)', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_used_at', 'bigint')
    .addColumn('expires_at', 'bigint')
    .modifyEnd(parts.plain)
    .execute()
  await parts.createIndex('api_tokens_of', 'api_tokens', ['user_key'])
}
