import type { Insertable } from 'kysely'
import { compileOnce } from '../storage/compile-once.ts'
import type { AuthSessionTable, TokenPurpose } from '../storage/schema.ts'
import type { Db, Trx } from '../storage/storage.ts'

export type AccountQueries = ReturnType<typeof accountQueries>

export function accountQueries(db: Db) {
  const sessionColumns = [
    'session.id',
    'session.created_at',
    'session.updated_at',
    'user.key',
    'user.username',
    'user.role',
    'user.banned',
    'user.left_at',
  ] as const
  const byToken = compileOnce(db, (parameters: { token: string }) =>
    db
      .selectFrom('auth_session as session')
      .innerJoin('auth_user as user', 'user.id', 'session.user_id')
      .select(sessionColumns)
      .where('session.token', '=', parameters.token),
  )
  return {
    sessionByToken: async (token: string) => (await byToken({ token }))[0],

    sessionsById: (db: Db, ids: string[]) =>
      db
        .selectFrom('auth_session as session')
        .innerJoin('auth_user as user', 'user.id', 'session.user_id')
        .select(sessionColumns)
        .where('session.id', 'in', ids)
        .execute(),

    addSession: (trx: Trx, session: Insertable<AuthSessionTable>) =>
      trx.insertInto('auth_session').values(session).execute(),

    prolongSession: (id: string, now: string, endsAt: string) =>
      db
        .updateTable('auth_session')
        .set({ updated_at: now, expires_at: endsAt })
        .where('id', '=', id)
        .execute(),

    confirmationOf: (id: string) =>
      db
        .selectFrom('auth_session')
        .select(['created_at', 'confirmed_at'])
        .where('id', '=', id)
        .executeTakeFirst(),

    confirmSession: (id: string, now: number) =>
      db.updateTable('auth_session').set({ confirmed_at: now }).where('id', '=', id).execute(),

    /** Those that still hold by their times, latest use first. */
    sessionsOf: (userKey: number, now: string, limit: number) =>
      db
        .selectFrom('auth_session as session')
        .innerJoin('auth_user as user', 'user.id', 'session.user_id')
        .select([
          'session.id',
          'session.ip_address',
          'session.user_agent',
          'session.created_at',
          'session.updated_at',
        ])
        .where('user.key', '=', userKey)
        .where('session.expires_at', '>', now)
        .orderBy('session.updated_at', 'desc')
        .limit(limit)
        .execute(),

    /** Ends sessions of one person, all of them unless it is said which. @returns the IDs of those ended. */
    deleteSessions: async (
      trx: Trx,
      userKey: number,
      { only, allBut }: { only?: string; allBut?: string },
    ) => {
      let sessions = trx
        .selectFrom('auth_session as session')
        .innerJoin('auth_user as user', 'user.id', 'session.user_id')
        .select('session.id')
        .where('user.key', '=', userKey)
      if (only !== undefined) sessions = sessions.where('session.id', '=', only)
      if (allBut !== undefined) sessions = sessions.where('session.id', '!=', allBut)
      const ids = (await sessions.execute()).map(({ id }) => id)
      await trx.deleteFrom('auth_session').where('id', 'in', ids).execute()
      return ids
    },

    /** The hash of somebody's password; undefined for who has none. */
    passwordOf: async (userKey: number) =>
      await db
        .selectFrom('auth_account as account')
        .innerJoin('auth_user as user', 'user.id', 'account.user_id')
        .select(['account.id', 'account.password'])
        .where('user.key', '=', userKey)
        .where('account.provider_id', '=', 'credential')
        .executeTakeFirst(),

    /** The hash; undefined for who has none. No other one is set until the transaction ends. */
    lockPassword: async (trx: Trx, userKey: number) =>
      (
        await trx
          .selectFrom('auth_account as account')
          .innerJoin('auth_user as user', 'user.id', 'account.user_id')
          .select('account.password')
          .where('user.key', '=', userKey)
          .where('account.provider_id', '=', 'credential')
          .forUpdate()
          .executeTakeFirst()
      )?.password,

    deleteSession: (trx: Trx, token: string) =>
      trx.deleteFrom('auth_session').where('token', '=', token).execute(),

    /** @param before the hash that it replaces. @returns whether that was still the one. */
    savePassword: async (trx: Trx, accountId: string, before: string, hash: string, now: string) => {
      const { numUpdatedRows } = await trx
        .updateTable('auth_account')
        .set({ password: hash, updated_at: now })
        .where('id', '=', accountId)
        .where('password', '=', before)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Whatever it was before. */
    setPassword: (trx: Trx, userKey: number, hash: string, now: string) =>
      trx
        .updateTable('auth_account')
        .set({ password: hash, updated_at: now })
        .where('provider_id', '=', 'credential')
        .where('user_id', '=', trx.selectFrom('auth_user').select('id').where('key', '=', userKey))
        .execute(),

    deleteExpiredSessions: (now: string) =>
      db.deleteFrom('auth_session').where('expires_at', '<', now).execute(),

    userByKey: (key: number) =>
      db
        .selectFrom('auth_user as user')
        .leftJoin('email_changes as change', 'change.user_key', 'user.key')
        .select([
          'user.username',
          'user.name',
          'user.image',
          'user.bio',
          'user.email',
          'change.email as pending_email',
          'user.role',
          'user.created_at',
        ])
        .where('user.key', '=', key)
        .executeTakeFirstOrThrow(),

    /** @param exceptKeys of people who make way for others. */
    isTaken: async (column: 'username' | 'email', value: string, exceptKeys: readonly number[]) =>
      (await db
        .selectFrom('auth_user')
        .select('id')
        .where(column, '=', value)
        .where('key', 'not in', exceptKeys)
        .executeTakeFirst()) !== undefined,

    hasAdmin: async (db: Db | Trx) =>
      (await db.selectFrom('auth_user').select('id').where('role', '=', 'admin').executeTakeFirst()) !==
      undefined,

    makeAdmin: (trx: Trx, username: string) =>
      trx.updateTable('auth_user').set({ role: 'admin' }).where('username', '=', username).execute(),

    saveToken: (
      db: Db | Trx,
      digest: Uint8Array,
      purpose: TokenPurpose,
      expiresAt: number,
      userKey?: number,
    ) =>
      db
        .insertInto('single_use_tokens')
        .values({ digest, purpose, expires_at: expiresAt, user_key: userKey ?? null })
        .execute(),

    /** Whom a token is about; undefined for one that is none. */
    subjectOf: async (db: Db | Trx, digest: Uint8Array) =>
      (
        await db
          .selectFrom('single_use_tokens')
          .select('user_key')
          .where('digest', '=', digest)
          .executeTakeFirst()
      )?.user_key,

    /** @param purpose all of them unless given. */
    deleteTokensAbout: (trx: Trx, userKey: number, purpose?: TokenPurpose) => {
      const tokens = trx.deleteFrom('single_use_tokens').where('user_key', '=', userKey)
      return (purpose === undefined ? tokens : tokens.where('purpose', '=', purpose)).execute()
    },

    deleteExpiredTokens: (now: number) =>
      db.deleteFrom('single_use_tokens').where('expires_at', '<', now).execute(),

    /** Uses a token up. @returns whether it was there to be used. */
    consumeToken: async (trx: Trx, digest: Uint8Array, purpose: TokenPurpose, now: number) => {
      const { numDeletedRows } = await trx
        .deleteFrom('single_use_tokens')
        .where('digest', '=', digest)
        .where('purpose', '=', purpose)
        .where('expires_at', '>', now)
        .executeTakeFirst()
      return numDeletedRows === 1n
    },
  }
}
