import { limits } from '@chatapp/contract'
import type { InvitationTable } from '../storage/schema.ts'
import type { Db, Trx } from '../storage/storage.ts'

export function invitationQueries(db: Db | Trx) {
  return {
    add: (invitation: InvitationTable) => db.insertInto('invitations').values(invitation).execute(),

    good: (now: number) =>
      db
        .selectFrom('invitations as invitation')
        .leftJoin('auth_user as user', 'user.key', 'invitation.made_by')
        .select([
          'invitation.id',
          'invitation.made_at',
          'invitation.expires_at',
          'invitation.uses',
          'invitation.uses_left',
          'user.username',
        ])
        .where('invitation.expires_at', '>', now)
        .where('invitation.uses_left', '>', 0)
        .orderBy('invitation.made_at', 'desc')
        .orderBy('invitation.id')
        .limit(limits.invitationsListed)
        .execute(),

    /** @returns whether it was there. */
    delete: async (id: string) => {
      const { numDeletedRows } = await db.deleteFrom('invitations').where('id', '=', id).executeTakeFirst()
      return numDeletedRows === 1n
    },

    /** When one that is still good ends. */
    expiryOf: async (digest: Uint8Array, now: number) =>
      (
        await db
          .selectFrom('invitations')
          .select('expires_at')
          .where('digest', '=', digest)
          .where('expires_at', '>', now)
          .where('uses_left', '>', 0)
          .executeTakeFirst()
      )?.expires_at,

    /** Uses it once. @returns whether it was still good. */
    use: async (digest: Uint8Array, now: number) => {
      const { numUpdatedRows } = await db
        .updateTable('invitations')
        .set((is) => ({ uses_left: is('uses_left', '-', 1) }))
        .where('digest', '=', digest)
        .where('expires_at', '>', now)
        .where('uses_left', '>', 0)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    deleteSpent: (now: number) =>
      db
        .deleteFrom('invitations')
        .where((is) => is.or([is('expires_at', '<=', now), is('uses_left', '=', 0)]))
        .execute(),
  }
}
