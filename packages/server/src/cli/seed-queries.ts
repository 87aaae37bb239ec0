/** The bulk writes of a seed: complete rows, many in one statement. */
import type { Insertable, Selectable } from 'kysely'
import type { AuthAccountTable, AuthUserTable, MemberTable, MessageTable } from '../storage/schema.ts'
import type { Db, Trx } from '../storage/storage.ts'

export type NewUser = Insertable<AuthUserTable>
export type NewAccount = Insertable<AuthAccountTable>
export type NewMessage = Insertable<MessageTable>
export type Member = Selectable<MemberTable>

/** Below the number of parameters that one statement may have, whatever the table. */
const rowsAtOnce = 500
const pairsAtOnce = 100

export const everyUsername = async (db: Db): Promise<Set<string>> =>
  new Set((await db.selectFrom('auth_user').select('username').execute()).map(({ username }) => username))

/** Of people who were made up, in an order that does not depend on when they were. @param domain of their addresses. */
export const keysBy = async (db: Db, domain: string): Promise<number[]> => {
  const users = db.selectFrom('auth_user').select('key').where('email', 'like', `%@${domain}`)
  return (await users.orderBy('key').execute()).map(({ key }) => key)
}

export const countMessages = async (db: Db): Promise<number> =>
  (
    await db
      .selectFrom('messages')
      .select((of) => of.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
  ).count

export async function insertPeople(trx: Trx, users: NewUser[], accounts: NewAccount[]): Promise<void> {
  for (const some of slices(users, rowsAtOnce)) await trx.insertInto('auth_user').values(some).execute()
  for (const some of slices(accounts, rowsAtOnce)) await trx.insertInto('auth_account').values(some).execute()
}

/** Feed heads by person; who has none yet is not in it. */
export async function headsOf(trx: Trx, userKeys: number[]): Promise<Map<number, number>> {
  const heads = new Map<number, number>()
  for (const some of slices(userKeys, rowsAtOnce)) {
    const rows = await trx
      .selectFrom('feeds')
      .select(['user_key', 'head'])
      .where('user_key', 'in', some)
      .execute()
    for (const { user_key, head } of rows) heads.set(user_key, head)
  }
  return heads
}

/** The rows that pairs of people have for each other, both sides. */
export async function membersOf(trx: Trx, pairs: (readonly [number, number])[]): Promise<Member[]> {
  const rows: Member[] = []
  for (const some of slices(pairs, pairsAtOnce)) {
    const found = await trx
      .selectFrom('members')
      .selectAll()
      .where((is) =>
        is.or(
          some.flatMap(([one, other]) => [
            is.and([is('user_key', '=', one), is('peer_key', '=', other)]),
            is.and([is('user_key', '=', other), is('peer_key', '=', one)]),
          ]),
        ),
      )
      .execute()
    rows.push(...found)
  }
  return rows
}

export async function saveHistory(
  trx: Trx,
  messages: NewMessage[],
  members: Member[],
  heads: Map<number, number>,
): Promise<void> {
  for (const some of slices(messages, rowsAtOnce)) await trx.insertInto('messages').values(some).execute()
  for (const some of slices(members, rowsAtOnce)) await trx.replaceInto('members').values(some).execute()
  const feeds = [...heads].map(([user_key, head]) => ({ user_key, head }))
  for (const some of slices(feeds, rowsAtOnce)) await trx.replaceInto('feeds').values(some).execute()
}

function* slices<T>(rows: T[], size: number): Generator<T[]> {
  for (let i = 0; i < rows.length; i += size) yield rows.slice(i, i + size)
}
