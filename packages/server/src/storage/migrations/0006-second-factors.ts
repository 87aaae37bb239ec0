import type { Kysely } from 'kysely'
import { partsOf } from './parts.ts'

/** Codes that are asked for after the password, and those that stand in for a lost phone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const parts = partsOf(db)
  await db.schema
    .createTable('second_factors')
    .ifNotExists()
    .addColumn('user_key', 'bigint', (column) => column.primaryKey())
    .addColumn('secret', parts.bytes(48), (column) => column.notNull())
    .addColumn('confirmed_at', 'bigint')
    .addColumn('last_step', 'bigint', (column) => column.notNull().defaultTo(0))
    .modifyEnd(parts.plain)
    .execute()
  await db.schema
    .createTable('recovery_codes')
    .ifNotExists()
    .addColumn('digest', parts.bytes(32), (column) => column.primaryKey())
    .addColumn('user_key', 'bigint', (column) => column.notNull())
    .modifyEnd(parts.plain)
    .execute()
  await parts.createIndex('recovery_codes_user', 'recovery_codes', ['user_key'])
}
