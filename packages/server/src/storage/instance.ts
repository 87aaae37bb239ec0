import type { Db, Trx } from './storage.ts'

/** The name of this database's life. A restored backup gets another one, so that clients start over. */
export async function readEpoch(db: Db, newEpoch: () => string): Promise<string> {
  await db
    .insertInto('instance')
    .values({ name: 'epoch', value: newEpoch() })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  const { value } = await db
    .selectFrom('instance')
    .select('value')
    .where('name', '=', 'epoch')
    .executeTakeFirstOrThrow()
  return value
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
