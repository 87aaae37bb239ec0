import { compileOnce } from '../storage/compile-once.ts'
import type { Db } from '../storage/storage.ts'
import { messageColumns } from './message-shape.ts'

export function messageQueries(db: Db) {
  const byId = compileOnce(db, (parameters: { id: Uint8Array; userKey: number }) =>
    db
      .selectFrom('messages')
      .select(messageColumns)
      .where('id', '=', parameters.id)
      .where((is) =>
        is.or([is('low_key', '=', parameters.userKey), is('high_key', '=', parameters.userKey)]),
      ),
  )
  const inRange = compileOnce(
    db,
    (parameters: { lowKey: number; highKey: number; first: number; last: number }) =>
      db
        .selectFrom('messages')
        .select(messageColumns)
        .where('low_key', '=', parameters.lowKey)
        .where('high_key', '=', parameters.highKey)
        .where('number', '>=', parameters.first)
        .where('number', '<=', parameters.last)
        .orderBy('number'),
  )
  const lastNumber = compileOnce(db, (parameters: { userKey: number; peerKey: number }) =>
    db
      .selectFrom('members')
      .select('last_number')
      .where('user_key', '=', parameters.userKey)
      .where('peer_key', '=', parameters.peerKey),
  )
  return {
    /** A message of one of somebody's conversations. */
    byId: async (userKey: number, id: Uint8Array) => (await byId({ userKey, id }))[0],

    byIds: (userKey: number, ids: Uint8Array[]) =>
      db
        .selectFrom('messages')
        .select(messageColumns)
        .where('id', 'in', ids)
        .where((is) => is.or([is('low_key', '=', userKey), is('high_key', '=', userKey)]))
        .execute(),

    /** Ascending by number, both ends included. */
    inRange,

    /** 0 when the two have no conversation yet. */
    lastNumber: async (userKey: number, peerKey: number) =>
      (await lastNumber({ userKey, peerKey }))[0]?.last_number ?? 0,
  }
}
