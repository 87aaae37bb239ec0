import type { Updateable } from 'kysely'
import type { AuthUserTable } from '../storage/schema.ts'
import type { Db, Trx } from '../storage/storage.ts'

export function profileQueries(db: Db) {
  return {
    /** For a decision about a change. */
    own: (trx: Trx, userKey: number) =>
      trx
        .selectFrom('auth_user')
        .select(['name', 'bio', 'image'])
        .where('key', '=', userKey)
        .forUpdate()
        .executeTakeFirstOrThrow(),

    change: (trx: Trx, userKey: number, change: Updateable<AuthUserTable>) =>
      trx.updateTable('auth_user').set(change).where('key', '=', userKey).execute(),

    avatar: async (id: string) =>
      (await db.selectFrom('avatars').select('bytes').where('id', '=', id).executeTakeFirst())?.bytes,

    addAvatar: (trx: Trx, id: string, userKey: number, bytes: Buffer) =>
      trx.insertInto('avatars').values({ id, user_key: userKey, bytes }).execute(),

    removeAvatar: (trx: Trx, userKey: number) =>
      trx.deleteFrom('avatars').where('user_key', '=', userKey).execute(),

    /** From now on everybody has to hear of it, whoever has heard of something before. */
    addNews: async (trx: Trx, userKey: number) => {
      await trx.deleteFrom('profile_news').where('user_key', '=', userKey).execute()
      await trx.insertInto('profile_news').values({ user_key: userKey, after_key: 0 }).execute()
    },

    anyNews: () => db.selectFrom('profile_news').select('user_key').orderBy('user_key').execute(),

    /** How far it has come; nobody else carries it on until the transaction ends. */
    takeNews: async (trx: Trx, userKey: number) =>
      (
        await trx
          .selectFrom('profile_news')
          .select('after_key')
          .where('user_key', '=', userKey)
          .forUpdate()
          .executeTakeFirst()
      )?.after_key,

    /** Those whom somebody talks with, ascending. */
    peersAfter: async (trx: Trx, userKey: number, afterKey: number, limit: number) => {
      const rows = await trx
        .selectFrom('members')
        .select('peer_key')
        .where('user_key', '=', userKey)
        .where('peer_key', '>', afterKey)
        .orderBy('peer_key')
        .limit(limit)
        .execute()
      return rows.map(({ peer_key }) => peer_key)
    },

    moveNews: (trx: Trx, userKey: number, afterKey: number) =>
      trx.updateTable('profile_news').set({ after_key: afterKey }).where('user_key', '=', userKey).execute(),

    endNews: (trx: Trx, userKey: number) =>
      trx.deleteFrom('profile_news').where('user_key', '=', userKey).execute(),
  }
}
