/** What one person sees: a scan of their own rows, with the last message and the unread count of each on one page. */
import { limits } from '@chatapp/contract'
import { type Selectable, sql } from 'kysely'
import { type MessageRow, messageColumns } from '../messages/message-shape.ts'
import { compileOnce } from '../storage/compile-once.ts'
import type { AuthUserTable, MemberTable } from '../storage/schema.ts'
import type { Db } from '../storage/storage.ts'

export type InboxQueries = ReturnType<typeof inboxQueries>

export interface ConversationRow
  extends Selectable<MemberTable>,
    Pick<Selectable<AuthUserTable>, 'username' | 'name' | 'image' | 'left_at'>,
    Nullable<MessageRow> {
  /** Of the peer's live messages above the read mark; null in a conversation so long that it is counted apart. */
  unread: number | null
}

type Nullable<T> = { [Column in keyof T]: T[Column] | null }

const memberColumns = [
  'member.user_key',
  'member.peer_key',
  'member.last_number',
  'member.last_message_at',
  'member.read_number',
  'member.delivered_number',
  'member.peer_read_number',
  'member.peer_delivered_number',
  'member.muted_until',
  'member.pinned_at',
  'member.archived_at',
  'member.marked_unread',
  'member.request_state',
  'member.cleared_before',
  'member.seq',
  'peer.username',
  'peer.name',
  'peer.image',
  'peer.left_at',
] as const

const lastColumns = messageColumns.map((column) => `last.${column}` as const)
const lowKey = sql<number>`CASE WHEN member.user_key < member.peer_key THEN member.user_key ELSE member.peer_key END`
const highKey = sql<number>`CASE WHEN member.user_key < member.peer_key THEN member.peer_key ELSE member.user_key END`

/**
 * A short conversation is counted where its row is read. MySQL would go through all of a long one for that, however
 * few are unread.
 */
const unreadOfShort = sql<number | null>`CASE WHEN member.read_number >= member.last_number THEN 0
  WHEN member.last_number <= ${sql.lit(limits.unreadMax)} THEN (
  SELECT count(*) FROM messages AS unread WHERE unread.low_key = ${lowKey} AND unread.high_key = ${highKey}
  AND unread.number > member.read_number AND unread.number <= member.last_number
  AND unread.sender_is_low = CASE WHEN member.peer_key < member.user_key THEN 1 ELSE 0 END
  AND unread.deleted_at IS NULL) END`

export function inboxQueries(db: Db) {
  /** A person's conversations; what chooses among them runs before anything is looked up for each. */
  const begun = (userKey: number) =>
    db.selectFrom('members').selectAll().where('user_key', '=', userKey).where('last_number', '>', 0)
  const named = (chosen: ReturnType<typeof begun>) =>
    db
      .selectFrom(chosen.as('member'))
      .innerJoin('auth_user as peer', 'peer.key', 'member.peer_key')
      .leftJoin('messages as last', (join) =>
        join
          .on('last.low_key', '=', lowKey)
          .on('last.high_key', '=', highKey)
          .onRef('last.number', '=', 'member.last_number'),
      )
      .select(memberColumns)
      .select(lastColumns)
      .select(unreadOfShort.as('unread'))
  const byActivity = (chosen: ReturnType<typeof begun>, limit: number) =>
    named(chosen.orderBy('last_message_at', 'desc').orderBy('peer_key', 'desc').limit(limit))
      .orderBy('member.last_message_at', 'desc')
      .orderBy('member.peer_key', 'desc')

  const firstPage = compileOnce(db, ({ userKey, limit }: { userKey: number; limit: number }) =>
    byActivity(begun(userKey), limit),
  )
  const pageAfter = compileOnce(
    db,
    ({ userKey, limit, time, peerKey }: { userKey: number; limit: number; time: number; peerKey: number }) =>
      byActivity(
        begun(userKey).where((is) =>
          is.or([
            is('last_message_at', '<', time),
            is.and([is('last_message_at', '=', time), is('peer_key', '<', peerKey)]),
          ]),
        ),
        limit,
      ),
  )
  const afterPeer = compileOnce(
    db,
    ({ userKey, peerKey, limit }: { userKey: number; peerKey: number; limit: number }) =>
      named(begun(userKey).where('peer_key', '>', peerKey).orderBy('peer_key').limit(limit)).orderBy(
        'member.peer_key',
      ),
  )
  const one = compileOnce(db, ({ userKey, peerKey }: { userKey: number; peerKey: number }) =>
    named(begun(userKey).where('peer_key', '=', peerKey)),
  )
  const changedAfter = compileOnce(
    db,
    ({ userKey, after, limit }: { userKey: number; after: number; limit: number }) =>
      named(begun(userKey).where('seq', '>', after).orderBy('seq').limit(limit)).orderBy('member.seq'),
  )
  const amendedAfter = compileOnce(db, (parameters: { userKey: number; after: number; limit: number }) =>
    db
      .selectFrom('amendments as amendment')
      .innerJoin('messages as message', (join) =>
        join
          .onRef('message.low_key', '=', 'amendment.low_key')
          .onRef('message.high_key', '=', 'amendment.high_key')
          .onRef('message.number', '=', 'amendment.number'),
      )
      .select([
        'amendment.seq',
        'message.low_key',
        'message.high_key',
        'message.number',
        'message.id',
        'message.version',
      ])
      .where('amendment.user_key', '=', parameters.userKey)
      .where('amendment.seq', '>', parameters.after)
      .orderBy('amendment.seq')
      .limit(parameters.limit),
  )
  const head = compileOnce(db, (parameters: { userKey: number }) =>
    db.selectFrom('feeds').select('head').where('user_key', '=', parameters.userKey),
  )

  return {
    page: (userKey: number, limit: number, after: readonly [time: number, peerKey: number] | null) =>
      after === null
        ? firstPage({ userKey, limit })
        : pageAfter({ userKey, limit, time: after[0], peerKey: after[1] }),

    /** In an order that no message changes. */
    afterPeer,

    sumOfLastNumbers: async (userKey: number) =>
      (
        await db
          .selectFrom('members')
          .select(({ fn }) => fn.sum<number | string | null>('last_number').as('count'))
          .where('user_key', '=', userKey)
          .executeTakeFirstOrThrow()
      ).count,

    one: async (userKey: number, peerKey: number) => (await one({ userKey, peerKey }))[0],
    changedAfter,
    amendedAfter,

    /** 0 for somebody whom nothing has concerned yet. */
    head: async (userKey: number) => (await head({ userKey }))[0]?.head ?? 0,

    headsOf: (userKeys: number[]) =>
      db.selectFrom('feeds').select(['user_key', 'head']).where('user_key', 'in', userKeys).execute(),

    /**
     * The peer's live messages above the read mark, at most 100 each, in the order asked for. None beyond the row's
     * own last number, so that the count belongs to the row's seq.
     */
    unreadCounts: async (conversations: ConversationRow[]): Promise<number[]> => {
      const uncounted = conversations.filter(({ unread }) => unread === null)
      if (uncounted.length === 0) return conversations.map(({ unread }) => unread!)
      const counts = uncounted.map((row, i) => {
        const [lowKey, highKey] = ordered(row)
        return sql`SELECT ${sql.lit(i)} AS place, count(*) AS unread FROM (
          SELECT 1 AS one FROM messages WHERE low_key = ${lowKey} AND high_key = ${highKey}
          AND number > ${row.read_number} AND number <= ${row.last_number} AND sender_is_low = ${row.peer_key < row.user_key ? 1 : 0}
          AND deleted_at IS NULL LIMIT ${sql.lit(limits.unreadMax)}) AS counted`
      })
      const { rows } = await sql<{
        place: number
        unread: number
      }>`${sql.join(counts, sql` UNION ALL `)}`.execute(db)
      const unreadOf = new Map(rows.map(({ place, unread }) => [uncounted[place], unread]))
      return conversations.map((row) => row.unread ?? unreadOf.get(row)!)
    },
  }
}

const ordered = ({ user_key, peer_key }: ConversationRow): [low: number, high: number] =>
  user_key < peer_key ? [user_key, peer_key] : [peer_key, user_key]

/** Whether its last message was found, as it always is in a database that nobody has damaged. */
export const hasLast = (row: ConversationRow): row is ConversationRow & MessageRow => row.id !== null
