import { messageColumns } from '../messages/message-shape.ts'
import type { Db } from '../storage/storage.ts'

/** Above every text that begins with what stands before it. */
const afterAll = '\u{10FFFF}'

/** By what people are found, each an index. */
export const searched = ['username', 'sort_name', 'email'] as const
type Searched = (typeof searched)[number]

export const accountColumns = [
  'id',
  'username',
  'name',
  'image',
  'sort_name',
  'email',
  'role',
  'banned',
  'created_at',
] as const

export const deskQueries = {
  countAccounts: async (db: Db) => {
    const row = await db
      .selectFrom('auth_user')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('left_at', 'is', null)
      .executeTakeFirstOrThrow()
    return Number(row.count)
  },

  account: (db: Db, username: string) =>
    db
      .selectFrom('auth_user')
      .select(accountColumns)
      .where('username', '=', username)
      .where('left_at', 'is', null)
      .executeTakeFirst(),

  /** Those whose value begins so, after a place, in the order of value and username. @param found by these before. */
  accounts(
    db: Db,
    by: Searched,
    prefix: string,
    [value, username]: readonly [string, string],
    found: readonly Searched[],
    limit: number,
  ) {
    let accounts = db
      .selectFrom('auth_user')
      .select(accountColumns)
      .where('left_at', 'is', null)
      .where(by, '>=', prefix > value ? prefix : value)
      .where((is) => is.or([is(by, '>', value), is.and([is(by, '=', value), is('username', '>', username)])]))
      .orderBy(by)
      .orderBy('username')
      .limit(limit)
    if (prefix !== '') accounts = accounts.where(by, '<', prefix + afterAll)
    for (const column of found)
      accounts = accounts.where((is) => is.or([is(column, '<', prefix), is(column, '>=', prefix + afterAll)]))
    return accounts.execute()
  },

  /** Of each person with sessions that hold by their times: how many, and the latest use. */
  sessionsOf: (db: Db, userIds: string[], now: string) =>
    db
      .selectFrom('auth_session')
      .select(({ fn }) => [
        'user_id',
        fn.countAll<number>().as('count'),
        fn.max('updated_at').as('last_active_at'),
      ])
      .where('user_id', 'in', userIds)
      .where('expires_at', '>', now)
      .groupBy('user_id')
      .execute(),

  /** Somebody's conversations with messages, the latest first, below a place. @param since the last one's time. */
  conversations(
    db: Db,
    userKey: number,
    { before, since }: { before: readonly [lastMessageAt: number, peerKey: number] | null; since: number },
    limit: number,
  ) {
    let conversations = db
      .selectFrom('members')
      .select(['peer_key', 'last_number', 'last_message_at'])
      .where('user_key', '=', userKey)
      .where('last_number', '>', 0)
      .where('last_message_at', '>=', since)
      .orderBy('last_message_at', 'desc')
      .orderBy('peer_key', 'desc')
      .limit(limit)
    if (before) {
      const [at, peerKey] = before
      conversations = conversations.where((is) =>
        is.or([
          is('last_message_at', '<', at),
          is.and([is('last_message_at', '=', at), is('peer_key', '<', peerKey)]),
        ]),
      )
    }
    return conversations.execute()
  },

  conversation: (db: Db, userKey: number, peerKey: number) =>
    db
      .selectFrom('members')
      .select(['peer_key', 'last_number', 'last_message_at'])
      .where('user_key', '=', userKey)
      .where('peer_key', '=', peerKey)
      .executeTakeFirst(),

  createdAt: async (db: Db, lowKey: number, highKey: number, number: number) =>
    (
      await db
        .selectFrom('messages')
        .select('created_at')
        .where('low_key', '=', lowKey)
        .where('high_key', '=', highKey)
        .where('number', '=', number)
        .executeTakeFirst()
    )?.created_at,

  /** Both ends included, newest first. */
  messages: (db: Db, lowKey: number, highKey: number, first: number, last: number, limit: number) =>
    db
      .selectFrom('messages')
      .select(messageColumns)
      .where('low_key', '=', lowKey)
      .where('high_key', '=', highKey)
      .where('number', '>=', first)
      .where('number', '<=', last)
      .orderBy('number', 'desc')
      .limit(limit)
      .execute(),
}
