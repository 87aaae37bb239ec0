import { compileOnce } from '../storage/compile-once.ts'
import type { Db } from '../storage/storage.ts'

export function conversationQueries(db: Db) {
  const begun = compileOnce(db, (parameters: { userKey: number; peerKey: number }) =>
    db
      .selectFrom('members')
      .select('last_number')
      .where('user_key', '=', parameters.userKey)
      .where('peer_key', '=', parameters.peerKey)
      .where('last_number', '>', 0),
  )
  return {
    hasBegun: async (userKey: number, peerKey: number) => (await begun({ userKey, peerKey })).length > 0,
  }
}
