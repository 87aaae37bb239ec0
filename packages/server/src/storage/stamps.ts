import { sql } from 'kysely'
import type { Trx } from './storage.ts'

/**
 * Gives out the next number in a person's feed, inside the transaction that makes the change.
 * Two people are stamped in the order of their keys, so that transactions wait for each other in one direction.
 */
export async function nextSeq(trx: Trx, userKey: number): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('feeds')
    .set({ head: sql`head + 1` })
    .where('user_key', '=', userKey)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) await trx.insertInto('feeds').values({ user_key: userKey, head: 1 }).execute()
  const { head } = await trx
    .selectFrom('feeds')
    .select('head')
    .where('user_key', '=', userKey)
    .executeTakeFirstOrThrow()
  return head
}

/**
 * Stamps what several people see of their conversation with one person.
 * @param userKeys ascending, each with such a conversation. @returns the places in their feeds, in the same order.
 */
export async function stampConversations(
  trx: Trx,
  userKeys: readonly number[],
  peerKey: number,
): Promise<{ userKey: number; seq: number }[]> {
  const feeds = () => trx.selectFrom('feeds').select(['user_key', 'head']).where('user_key', 'in', userKeys)
  // One after the other in the order of the keys, as everybody takes them.
  await feeds().orderBy('user_key').forUpdate().execute()
  await trx.updateTable('feeds').set({ head: sql`head + 1` }).where('user_key', 'in', userKeys).execute()
  await trx
    .updateTable('members')
    .set({ seq: sql`(SELECT head FROM feeds WHERE feeds.user_key = members.user_key)` })
    .where('user_key', 'in', userKeys)
    .where('peer_key', '=', peerKey)
    .execute()
  return (await feeds().orderBy('user_key').execute()).map(({ user_key, head }) => ({
    userKey: user_key,
    seq: head,
  }))
}

export interface AmendedMessage {
  lowKey: number
  highKey: number
  number: number
}

/**
 * Puts an old message that changed at the end of one person's feed; it has one place there, however often it
 * changes. @returns that place.
 */
export async function stampAmendment(trx: Trx, userKey: number, message: AmendedMessage): Promise<number> {
  const { lowKey, highKey, number } = message
  const peerKey = userKey === lowKey ? highKey : lowKey
  const seq = await nextSeq(trx, userKey)
  await trx
    .deleteFrom('amendments')
    .where('user_key', '=', userKey)
    .where('low_key', '=', lowKey)
    .where('high_key', '=', highKey)
    .where('number', '=', number)
    .execute()
  await trx
    .insertInto('amendments')
    .values({ user_key: userKey, seq, low_key: lowKey, high_key: highKey, number })
    .execute()
  // The last message and the unread count may have changed with it, so the conversation takes the same seq.
  await trx
    .updateTable('members')
    .set({ seq })
    .where('user_key', '=', userKey)
    .where('peer_key', '=', peerKey)
    .execute()
  return seq
}
