import type { Kysely } from 'kysely'
import { partsOf } from './parts.ts'

/** When the person behind a session last proved again who they are. The accounts engine leaves the column alone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await partsOf(db).addColumn('auth_session', 'confirmed_at', 'bigint')
}
