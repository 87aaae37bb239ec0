import type { ExpressionBuilder, Insertable } from 'kysely'
import { compileOnce } from '../storage/compile-once.ts'
import type { ApiTokenTable, Tables } from '../storage/schema.ts'
import type { Db, Trx } from '../storage/storage.ts'

export type TokenQueries = ReturnType<typeof tokenQueries>

export function tokenQueries(db: Db) {
  const columns = [
    'token.id',
    'token.last_used_at',
    'token.expires_at',
    'user.key',
    'user.username',
    'user.role',
    'user.banned',
  ] as const
  const byDigest = compileOnce(db, (parameters: { digest: Uint8Array }) =>
    db
      .selectFrom('api_tokens as token')
      .innerJoin('auth_user as user', 'user.key', 'token.user_key')
      .select(columns)
      .where('token.digest', '=', parameters.digest),
  )
  const holds = (now: number) => (is: ExpressionBuilder<Tables, 'api_tokens'>) =>
    is.or([is('expires_at', 'is', null), is('expires_at', '>', now)])

  return {
    byDigest: async (digest: Uint8Array) => (await byDigest({ digest }))[0],

    byId: (db: Db, ids: string[]) =>
      db
        .selectFrom('api_tokens as token')
        .innerJoin('auth_user as user', 'user.key', 'token.user_key')
        .select(columns)
        .where('token.id', 'in', ids)
        .execute(),

    /** Latest first. */
    listOf: (userKey: number, now: number) =>
      db
        .selectFrom('api_tokens')
        .select(['id', 'name', 'created_at', 'last_used_at', 'expires_at'])
        .where('user_key', '=', userKey)
        .where(holds(now))
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .execute(),

    /** Of two transactions about one person's tokens, the other one waits from here on. */
    lockPerson: (trx: Trx, userKey: number) =>
      trx.selectFrom('auth_user').select('id').where('key', '=', userKey).forUpdate().execute(),

    countOf: async (trx: Trx, userKey: number, now: number) => {
      const rows = await trx
        .selectFrom('api_tokens')
        .select('id')
        .where('user_key', '=', userKey)
        .where(holds(now))
        .execute()
      return rows.length
    },

    add: (trx: Trx, token: Insertable<ApiTokenTable>) => trx.insertInto('api_tokens').values(token).execute(),

    /** @returns its name; undefined when it was not there. */
    remove: async (trx: Trx, userKey: number, id: string) => {
      const token = await trx
        .selectFrom('api_tokens')
        .select('name')
        .where('id', '=', id)
        .where('user_key', '=', userKey)
        .forUpdate()
        .executeTakeFirst()
      if (token) await trx.deleteFrom('api_tokens').where('id', '=', id).execute()
      return token?.name
    },

    idsOf: async (trx: Trx, userKey: number) => {
      const rows = await trx.selectFrom('api_tokens').select('id').where('user_key', '=', userKey).execute()
      return rows.map(({ id }) => id)
    },

    /** @returns the IDs of those that were there. */
    removeAll: async (trx: Trx, userKey: number) => {
      const tokens = trx.selectFrom('api_tokens').select('id').where('user_key', '=', userKey)
      const rows = await tokens.forUpdate().execute()
      await trx.deleteFrom('api_tokens').where('user_key', '=', userKey).execute()
      return rows.map(({ id }) => id)
    },

    /** Unless another process has just done so. */
    noteUse: (id: string, now: number, unlessAfter: number) =>
      db
        .updateTable('api_tokens')
        .set({ last_used_at: now })
        .where('id', '=', id)
        .where((is) => is.or([is('last_used_at', 'is', null), is('last_used_at', '<=', unlessAfter)]))
        .execute(),

    deleteExpired: (now: number) => db.deleteFrom('api_tokens').where('expires_at', '<=', now).execute(),
  }
}
