import type { Db, Trx } from '../storage/storage.ts'

export function emailQueries(db: Db | Trx) {
  return {
    /** Somebody's own address, and the one they have not confirmed. */
    addressesOf: (userKey: number) =>
      db
        .selectFrom('auth_user as user')
        .leftJoin('email_changes as change', 'change.user_key', 'user.key')
        .select([
          'user.username',
          'user.name',
          'user.email',
          'user.email_verified',
          'change.email as pending_email',
        ])
        .where('user.key', '=', userKey)
        .executeTakeFirst(),

    lockPending: async (userKey: number) =>
      (
        await db
          .selectFrom('email_changes')
          .select('email')
          .where('user_key', '=', userKey)
          .forUpdate()
          .executeTakeFirst()
      )?.email,

    savePending: async (userKey: number, email: string, now: number) => {
      await db.deleteFrom('email_changes').where('user_key', '=', userKey).execute()
      await db.insertInto('email_changes').values({ user_key: userKey, email, asked_at: now }).execute()
    },

    deletePending: (userKey: number) =>
      db.deleteFrom('email_changes').where('user_key', '=', userKey).execute(),

    /** Who has this address, confirmed or from before mails were sent. */
    ownerOf: (email: string) =>
      db
        .selectFrom('auth_user')
        .select(['key', 'username', 'email'])
        .where('email', '=', email)
        .executeTakeFirst(),

    /** Who says it is theirs and has no other, longest first. */
    claimantsOf: (email: string) =>
      db
        .selectFrom('email_changes as change')
        .innerJoin('auth_user as user', 'user.key', 'change.user_key')
        .select(['user.key', 'user.username', 'user.email'])
        .where('change.email', '=', email)
        .orderBy('change.asked_at')
        .limit(20)
        .execute(),

    byUsername: (username: string) =>
      db
        .selectFrom('auth_user')
        .select(['key', 'username', 'email'])
        .where('username', '=', username)
        .where('left_at', 'is', null)
        .executeTakeFirst(),

    setEmail: (userKey: number, email: string, isVerified: boolean, now: string) =>
      db
        .updateTable('auth_user')
        .set({ email, email_verified: isVerified ? 1 : 0, updated_at: now })
        .where('key', '=', userKey)
        .execute(),
  }
}
