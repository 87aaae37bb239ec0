import type { Kysely } from 'kysely'
import { partsOf } from './parts.ts'

/** Whom a single-use token is about, where it is about somebody. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await partsOf(db).addColumn('single_use_tokens', 'user_key', 'bigint')
}
