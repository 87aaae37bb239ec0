import type { Db, Trx } from '../storage/storage.ts'

export function secondFactorQueries(db: Db) {
  return {
    /** The one that is asked for at sign-in. @param by the engine's ID of a person, or our key. */
    factorOf: (by: 'id' | 'key', value: string | number) =>
      db
        .selectFrom('second_factors as factor')
        .innerJoin('auth_user as user', 'user.key', 'factor.user_key')
        .select(['factor.user_key', 'factor.secret', 'factor.confirmed_at'])
        .where(`user.${by}`, '=', value)
        .where('factor.confirmed_at', 'is not', null)
        .executeTakeFirst(),

    /** The one that is on, or was begun. */
    lockFactor: (trx: Trx, userKey: number) =>
      trx
        .selectFrom('second_factors')
        .select(['secret', 'confirmed_at'])
        .where('user_key', '=', userKey)
        .forUpdate()
        .executeTakeFirst(),

    addFactor: (trx: Trx, userKey: number, secret: Uint8Array) =>
      trx.insertInto('second_factors').values({ user_key: userKey, secret }).execute(),

    changeSecret: (trx: Trx, userKey: number, secret: Uint8Array) =>
      trx.updateTable('second_factors').set({ secret }).where('user_key', '=', userKey).execute(),

    turnOn: (trx: Trx, userKey: number, now: number, step: number) =>
      trx
        .updateTable('second_factors')
        .set({ confirmed_at: now, last_step: step })
        .where('user_key', '=', userKey)
        .execute(),

    /** @returns whether there was one. */
    deleteFactor: async (trx: Trx, userKey: number) => {
      const { numDeletedRows } = await trx
        .deleteFrom('second_factors')
        .where('user_key', '=', userKey)
        .executeTakeFirst()
      await trx.deleteFrom('recovery_codes').where('user_key', '=', userKey).execute()
      return numDeletedRows === 1n
    },

    /** Uses a step up, and with it all before it. @returns whether it was there to be used. */
    takeStep: async (userKey: number, secret: Uint8Array, step: number) => {
      const { numUpdatedRows } = await db
        .updateTable('second_factors')
        .set({ last_step: step })
        .where('user_key', '=', userKey)
        .where('secret', '=', secret)
        .where('last_step', '<', step)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Uses a recovery code up. @returns whether it was there to be used. */
    takeRecoveryCode: async (userKey: number, digest: Uint8Array) => {
      const { numDeletedRows } = await db
        .deleteFrom('recovery_codes')
        .where('digest', '=', digest)
        .where('user_key', '=', userKey)
        .executeTakeFirst()
      return numDeletedRows === 1n
    },

    /** In place of those that were there. */
    saveRecoveryCodes: async (trx: Trx, userKey: number, digests: Uint8Array[]) => {
      await trx.deleteFrom('recovery_codes').where('user_key', '=', userKey).execute()
      await trx
        .insertInto('recovery_codes')
        .values(digests.map((digest) => ({ digest, user_key: userKey })))
        .execute()
    },

    countRecoveryCodes: async (userKey: number) =>
      (
        await db
          .selectFrom('recovery_codes')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('user_key', '=', userKey)
          .executeTakeFirstOrThrow()
      ).count,
  }
}
