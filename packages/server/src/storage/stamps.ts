import { sql } from 'kysely'
import type { Trx } from './database.ts'

/**
 * Gives out the next number in a person's feed, inside the transaction that makes the change.
 * Two people are stamped in the order of their keys, so that transactions wait for each other in one direction.
 */
export async function nextSeq(trx: Trx, userKey: number): Promise<number> {
  await trx
    .insertInto('feeds')
    .values({ user_key: userKey, head: 1 })
    .onConflict((conflict) => conflict.column('user_key').doUpdateSet({ head: sql`feeds.head + 1` }))
    .execute()
  const { head } = await trx
    .selectFrom('feeds')
    .select('head')
    .where('user_key', '=', userKey)
    .executeTakeFirstOrThrow()
  return head
}
