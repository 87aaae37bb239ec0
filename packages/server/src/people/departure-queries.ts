import type { Db, Trx } from '../storage/storage.ts'

/** Above every name that somebody can have: no search by name meets the deleted. */
const lastInDirectory = '\u{10FFFF}'

export function departureQueries(db: Db) {
  return {
    /** Those whose time has come, and those who went lately, the longest ago first. */
    due: (now: number, limit: number) =>
      db
        .selectFrom('deletions')
        .select(['user_key', 'done_at'])
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .orderBy('user_key')
        .limit(limit)
        .execute(),

    /** @returns whether it is still to be done; then nobody else does it, nor comes back, until the transaction ends. */
    take: async (trx: Trx, userKey: number) =>
      (await trx
        .selectFrom('deletions')
        .select('user_key')
        .where('user_key', '=', userKey)
        .where('done_at', 'is', null)
        .forUpdate()
        .executeTakeFirst()) !== undefined,

    finish: (trx: Trx, userKey: number, now: number) =>
      trx.updateTable('deletions').set({ done_at: now }).where('user_key', '=', userKey).execute(),

    forgetDone: (before: number) => db.deleteFrom('deletions').where('done_at', '<', before).execute(),

    /** The row stays: it holds the username, and stands for them where others talked with them. */
    blank: (trx: Trx, userKey: number, now: number) =>
      trx
        .updateTable('auth_user')
        .set({
          name: 'Deleted account',
          sort_name: lastInDirectory,
          email: `deleted-${userKey}@deleted.invalid`,
          email_verified: 0,
          image: null,
          bio: null,
          role: 'user',
          left_at: now,
          updated_at: new Date(now).toISOString(),
        })
        .where('key', '=', userKey)
        .execute(),
  }
}
