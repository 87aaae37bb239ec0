import type { Storage } from '../storage/storage.ts'

const rowsAtOnce = 500

/** Gives somebody so many to talk with, who have no account to sign in to. @returns their keys, ascending. */
export async function addPeers({ db }: Storage, userKey: number, count: number): Promise<number[]> {
  const keys = Array.from({ length: count }, (_, i) => 2 ** 40 + i)
  const now = new Date().toISOString()
  for (let i = 0; i < count; i += rowsAtOnce) {
    const some = keys.slice(i, i + rowsAtOnce)
    await db
      .insertInto('auth_user')
      .values(
        some.map((key) => ({
          ...{ id: crypto.randomUUID(), key, username: `peer_${key}`, name: 'Peer', sort_name: 'peer' },
          ...{ email: `peer_${key}@example.com`, email_verified: 0, created_at: now, updated_at: now },
        })),
      )
      .execute()
    await db
      .insertInto('feeds')
      .values(some.map((key) => ({ user_key: key, head: 1 })))
      .execute()
    await db
      .insertInto('members')
      .values(
        some.flatMap((key, at) => [
          { user_key: userKey, peer_key: key, seq: i + at + 1 },
          { user_key: key, peer_key: userKey, seq: 1 },
        ]),
      )
      .execute()
  }
  return keys
}
