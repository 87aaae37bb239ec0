import type { Db } from './storage.ts'

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
