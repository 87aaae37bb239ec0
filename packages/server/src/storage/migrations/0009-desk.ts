import type { Kysely } from 'kysely'
import { partsOf } from './parts.ts'

/** Administrators and the suspended are found without reading everyone; a process says how it does. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const parts = partsOf(db)
  await parts.createIndex('auth_user_role', 'auth_user', ['role'])
  await parts.createIndex('auth_user_banned', 'auth_user', ['banned'])
  for (const name of ['started_at', 'sockets', 'people', 'sends', 'send_p99_us'])
    await parts.addColumn('nodes', name, 'bigint')
  await parts.addColumn('nodes', 'version', 'varchar(32)')
}
