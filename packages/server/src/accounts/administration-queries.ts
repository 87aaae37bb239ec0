import type { Db, Trx } from '../storage/storage.ts'
import type { Role } from './session-rules.ts'

export const administrationQueries = {
  /** Locked until the transaction ends. */
  subject: (trx: Trx, username: string) =>
    trx
      .selectFrom('auth_user')
      .select(['key', 'role', 'banned'])
      .where('username', '=', username)
      .where('left_at', 'is', null)
      .forUpdate()
      .executeTakeFirst(),

  /** Whether somebody else is an administrator who may sign in, and has not asked to be deleted. */
  hasOtherAdmin: async (trx: Trx, userKey: number) =>
    (await trx
      .selectFrom('auth_user')
      .select('key')
      .where('role', '=', 'admin')
      .where('banned', '=', 0)
      .where('key', '!=', userKey)
      .where('key', 'not in', trx.selectFrom('deletions').select('user_key'))
      .limit(1)
      .forUpdate()
      .executeTakeFirst()) !== undefined,

  setRole: (trx: Trx, userKey: number, role: Role) =>
    trx.updateTable('auth_user').set({ role }).where('key', '=', userKey).execute(),

  setBanned: (trx: Trx, userKey: number, isBanned: boolean) =>
    trx
      .updateTable('auth_user')
      .set({ banned: isBanned ? 1 : 0 })
      .where('key', '=', userKey)
      .execute(),

  sessionIdsOf: async (trx: Trx, userKey: number) => {
    const rows = await trx
      .selectFrom('auth_session as session')
      .innerJoin('auth_user as user', 'user.id', 'session.user_id')
      .select('session.id')
      .where('user.key', '=', userKey)
      .execute()
    return rows.map(({ id }) => id)
  },

  isBanned: async (db: Db, userId: string) =>
    (await db
      .selectFrom('auth_user')
      .select('id')
      .where('id', '=', userId)
      .where('banned', '=', 1)
      .executeTakeFirst()) !== undefined,

  bannedKeys: async (db: Db) => {
    const rows = await db.selectFrom('auth_user').select('key').where('banned', '=', 1).execute()
    return rows.map(({ key }) => key)
  },
}
