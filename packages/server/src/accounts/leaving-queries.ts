import type { Db, Trx } from '../storage/storage.ts'

export function leavingQueries(db: Db) {
  return {
    /** For a decision about whether somebody may go. */
    roleOf: async (trx: Trx, userKey: number) =>
      (
        await trx
          .selectFrom('auth_user')
          .select('role')
          .where('key', '=', userKey)
          .forUpdate()
          .executeTakeFirstOrThrow()
      ).role,

    /** Whoever asked before has still the time that they were given then. */
    add: async (trx: Trx, userKey: number, askedAt: number, dueAt: number) => {
      const before = await trx
        .selectFrom('deletions')
        .select('user_key')
        .where('user_key', '=', userKey)
        .forUpdate()
        .executeTakeFirst()
      if (before) return
      await trx
        .insertInto('deletions')
        .values({ user_key: userKey, asked_at: askedAt, due_at: dueAt })
        .execute()
    },

    /** @param userId the engine's. */
    of: (userId: string) =>
      db
        .selectFrom('deletions')
        .innerJoin('auth_user as user', 'user.key', 'deletions.user_key')
        .select('deletions.user_key')
        .where('user.id', '=', userId)
        .executeTakeFirst(),

    deletePassword: (trx: Trx, userKey: number) =>
      trx
        .deleteFrom('auth_account')
        .where('user_id', '=', trx.selectFrom('auth_user').select('id').where('key', '=', userKey))
        .execute(),

    deleteMails: (trx: Trx, userKey: number) =>
      trx.deleteFrom('mails').where('user_key', '=', userKey).execute(),

    /** @returns false when it was too late. */
    takeBack: async (trx: Trx, userKey: number) => {
      const { numDeletedRows } = await trx
        .deleteFrom('deletions')
        .where('user_key', '=', userKey)
        .where('done_at', 'is', null)
        .executeTakeFirst()
      return numDeletedRows === 1n
    },
  }
}
