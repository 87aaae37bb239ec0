import type { Kysely } from 'kysely'
import { partsOf } from './parts.ts'

/** Who did what, to whom, from where. Each index ends in the order in which the trail is read. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const parts = partsOf(db)
  await db.schema
    .createTable('audit')
    .ifNotExists()
    .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('action', 'varchar(32)', (column) => column.notNull())
    .addColumn('actor_key', 'bigint')
    .addColumn('subject_key', 'bigint')
    .addColumn('address', 'varchar(64)')
    .addColumn('detail', 'varchar(1000)')
    .modifyEnd(parts.plain)
    .execute()
  await parts.createIndex('audit_time', 'audit', ['at', 'id'])
  await parts.createIndex('audit_actor', 'audit', ['actor_key', 'at', 'id'])
  await parts.createIndex('audit_subject', 'audit', ['subject_key', 'at', 'id'])
  await parts.createIndex('audit_action', 'audit', ['action', 'at', 'id'])
}
