import type { SignUpPolicy } from '@chatapp/contract'
import { isDuplicate } from './failures.ts'
import type { Db, Trx } from './storage.ts'

/** The name of this database's life. A restored backup gets another one, so that clients start over. */
export async function readEpoch(db: Db, newEpoch: () => string): Promise<string> {
  const found = await findEpoch(db)
  if (found !== undefined) return found
  try {
    await db.insertInto('instance').values({ name: 'epoch', value: newEpoch() }).execute()
  } catch (error) {
    // Another process was faster.
    if (!isDuplicate(error)) throw error
  }
  return (await findEpoch(db))!
}

/** From now on this database lives another life. No server may be running on it: they know the old one. */
export async function renewEpoch(db: Db, newEpoch: () => string): Promise<void> {
  await db.updateTable('instance').set({ value: newEpoch() }).where('name', '=', 'epoch').execute()
}

async function findEpoch(db: Db): Promise<string | undefined> {
  const row = await db.selectFrom('instance').select('value').where('name', '=', 'epoch').executeTakeFirst()
  return row?.value
}

/**
 * Until the transaction ends, nobody else gets past here, in whatever process: for rules on who is the first of all.
 */
export async function beAlone(trx: Trx): Promise<void> {
  await trx.selectFrom('instance').select('value').where('name', '=', 'epoch').forUpdate().execute()
}

/** The row that says that a move into this database is not finished; its value is the source's epoch. */
export const movingMarker = 'moving'

export async function isBeingMoved(db: Db): Promise<boolean> {
  const row = db.selectFrom('instance').select('value').where('name', '=', movingMarker)
  return (await row.executeTakeFirst()) !== undefined
}

/** The keys of the two who are the demo. Who they are is kept here, since no stranger can choose it. */
export interface DemoPeople {
  readonly ada: number
  readonly bob: number
}

/** @returns null when no demo is on. */
export async function readDemoPeople(db: Db | Trx): Promise<DemoPeople | null> {
  const row = await db.selectFrom('instance').select('value').where('name', '=', 'demo').executeTakeFirst()
  return row ? (JSON.parse(row.value) as DemoPeople) : null
}

export async function saveDemoPeople(trx: Trx, people: DemoPeople | null): Promise<void> {
  await trx.deleteFrom('instance').where('name', '=', 'demo').execute()
  if (people === null) return
  await trx
    .insertInto('instance')
    .values({ name: 'demo', value: JSON.stringify(people) })
    .execute()
}

/** Who may sign up, as an administrator chose; anyone, until one did. */
export async function readSignUpPolicy(db: Db | Trx): Promise<SignUpPolicy> {
  const row = await db.selectFrom('instance').select('value').where('name', '=', 'sign-up').executeTakeFirst()
  return (row?.value as SignUpPolicy | undefined) ?? 'open'
}

export async function saveSignUpPolicy(trx: Trx, policy: SignUpPolicy): Promise<void> {
  await trx.deleteFrom('instance').where('name', '=', 'sign-up').execute()
  await trx.insertInto('instance').values({ name: 'sign-up', value: policy }).execute()
}
