import { compileOnce } from '../storage/compile-once.ts'
import type { Db } from '../storage/storage.ts'

/** Above every text that begins with what stands before it. */
const afterAll = '\u{10FFFF}'

const columns = ['username', 'name', 'image', 'sort_name'] as const

export function peopleQueries(db: Db) {
  const byUsername = compileOnce(db, (parameters: { username: string }) =>
    db
      .selectFrom('auth_user')
      .select(['key', 'username', 'name', 'image', 'bio', 'left_at'])
      .where('username', '=', parameters.username),
  )
  const byKey = compileOnce(db, (parameters: { key: number }) =>
    db.selectFrom('auth_user').select(['key', 'username', 'left_at']).where('key', '=', parameters.key),
  )
  return {
    byUsername: async (username: string) => (await byUsername({ username }))[0],
    byKey: async (key: number) => (await byKey({ key }))[0],

    /** Everyone but one, by name. */
    page: (exceptKey: number, [sortName, username]: readonly [string, string], limit: number) =>
      db
        .selectFrom('auth_user')
        .select(columns)
        .where((is) =>
          is.or([
            is('sort_name', '>', sortName),
            is.and([is('sort_name', '=', sortName), is('username', '>', username)]),
          ]),
        )
        .where('sort_name', '>=', sortName)
        .where('key', '!=', exceptKey)
        .where('left_at', 'is', null)
        .orderBy('sort_name')
        .orderBy('username')
        .limit(limit)
        .execute(),

    withUsernamePrefix: (exceptKey: number, prefix: string, after: string, limit: number) =>
      db
        .selectFrom('auth_user')
        .select(columns)
        .where('username', '>=', prefix)
        .where('username', '<', prefix + afterAll)
        .where('username', '>', after)
        .where('key', '!=', exceptKey)
        .where('left_at', 'is', null)
        .orderBy('username')
        .limit(limit)
        .execute(),

    /** By name; those whose username begins so too were found before. */
    withNamePrefix: (
      exceptKey: number,
      prefix: string,
      [sortName, username]: readonly [string, string],
      limit: number,
    ) =>
      db
        .selectFrom('auth_user')
        .select(columns)
        .where('sort_name', '>=', prefix > sortName ? prefix : sortName)
        .where('sort_name', '<', prefix + afterAll)
        .where((is) =>
          is.or([
            is('sort_name', '>', sortName),
            is.and([is('sort_name', '=', sortName), is('username', '>', username)]),
          ]),
        )
        .where((is) => is.or([is('username', '<', prefix), is('username', '>=', prefix + afterAll)]))
        .where('key', '!=', exceptKey)
        .where('left_at', 'is', null)
        .orderBy('sort_name')
        .orderBy('username')
        .limit(limit)
        .execute(),
  }
}
