import type { Insertable } from 'kysely'
import { type DemoPeople, readDemoPeople, saveDemoPeople } from '../storage/instance.ts'
import type { AuthUserTable } from '../storage/schema.ts'
import type { Db, Trx } from '../storage/storage.ts'

/** Whether anybody has an account who is none of these. */
export async function hasOthers(db: Db | Trx, people: DemoPeople | null): Promise<boolean> {
  const other = db
    .selectFrom('auth_user')
    .select('id')
    .where('key', 'not in', Object.values(people ?? {}))
  return (await other.limit(1).executeTakeFirst()) !== undefined
}

/** Without a password: nobody can sign in as one of them. */
export const insertPerson = (trx: Trx, person: Insertable<AuthUserTable>) =>
  trx.insertInto('auth_user').values(person).execute()

export async function idOf(trx: Trx, key: number): Promise<string> {
  return (await trx.selectFrom('auth_user').select('id').where('key', '=', key).executeTakeFirstOrThrow()).id
}

/** Removes every row of the demo's people. They only ever talk to each other. @returns whether there was a demo. */
export async function wipeDemo(trx: Trx): Promise<boolean> {
  const people = await readDemoPeople(trx)
  if (people === null) return false
  const keys: number[] = Object.values(people)
  const [lowKey, highKey] = [Math.min(...keys), Math.max(...keys)]
  await trx.deleteFrom('messages').where('low_key', '=', lowKey).where('high_key', '=', highKey).execute()
  for (const table of ['amendments', 'members', 'feeds', 'avatars', 'profile_news'] as const)
    await trx.deleteFrom(table).where('user_key', 'in', keys).execute()
  await trx.deleteFrom('audit').where('subject_key', 'in', keys).execute()
  const ids = trx.selectFrom('auth_user').select('id').where('key', 'in', keys)
  await trx.deleteFrom('auth_session').where('user_id', 'in', ids).execute()
  await trx.deleteFrom('auth_user').where('key', 'in', keys).execute()
  await saveDemoPeople(trx, null)
  return true
}
