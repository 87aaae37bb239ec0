import type { Insertable } from 'kysely'
import type { MailTable } from '../storage/schema.ts'
import type { Db } from '../storage/storage.ts'

export type WaitingMail = Awaited<ReturnType<ReturnType<typeof mailQueries>['due']>>[number]

export function mailQueries(db: Db) {
  return {
    add: (mail: Omit<Insertable<MailTable>, 'created_at' | 'due_at'>, now: number) =>
      db
        .insertInto('mails')
        .values({ ...mail, created_at: now, due_at: now })
        .execute(),

    due: (now: number, limit: number) =>
      db.selectFrom('mails').selectAll().where('due_at', '<=', now).orderBy('due_at').limit(limit).execute(),

    /** Of several processes that want to send a mail one gets it. @returns whether this one has. */
    claim: async ({ id, due_at }: { id: string; due_at: number }, until: number) => {
      const { numUpdatedRows } = await db
        .updateTable('mails')
        .set({ due_at: until })
        .where('id', '=', id)
        .where('due_at', '=', due_at)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    postpone: (id: string, dueAt: number) =>
      db.updateTable('mails').set({ due_at: dueAt }).where('id', '=', id).execute(),

    remove: (id: string) => db.deleteFrom('mails').where('id', '=', id).execute(),
  }
}
