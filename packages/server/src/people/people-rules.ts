/** The directory: everyone, a page at a time, and those whose username or name begins with something. */
import { limits, type OperationInput, type OperationOutput, type Profile, type User } from '@chatapp/contract'
import { sortName } from '../accounts/names.ts'
import { readCursor, writeCursor } from '../http/cursor.ts'
import { Refused } from '../http/refused.ts'
import type { Caller } from '../http/route.ts'
import type { Storage } from '../storage/storage.ts'
import { peopleQueries } from './people-queries.ts'

type Page = OperationOutput<'listUsers'>
interface Row {
  username: string
  name: string
  image: string | null
  sort_name: string
  /** Where the deleted may be among them. */
  left_at?: number | null
}

export async function listUsers(
  storage: Storage,
  caller: Caller,
  { q = '', limit = limits.pageDefault, cursor }: OperationInput<'listUsers'>['query'],
): Promise<Page> {
  const prefix = sortName(q.trim().replace(/^@/, ''))
  if (prefix !== '') return searchUsers(storage, caller, prefix, limit, cursor)
  const after = cursor === undefined ? (['', ''] as const) : readCursor(cursor, ['string', 'string'])
  return pageOf(await peopleQueries(storage.scans).page(caller.key, after, limit + 1), limit, (last) =>
    writeCursor([last.sort_name, last.username]),
  )
}

/** First those found by username, then the others found by name; each an index range, so a page is short work. */
async function searchUsers(
  storage: Storage,
  caller: Caller,
  prefix: string,
  limit: number,
  cursor: string | undefined,
): Promise<Page> {
  const queries = peopleQueries(storage.scans)
  const [part, name, username] =
    cursor === undefined ? ['username', '', ''] : readCursor(cursor, ['string', 'string', 'string'])
  const byUsername =
    part === 'username' ? await queries.withUsernamePrefix(caller.key, prefix, username, limit + 1) : []
  if (byUsername.length > limit)
    return pageOf(byUsername, limit, (last) => writeCursor(['username', '', last.username]))
  const wanted = limit - byUsername.length
  const after = part === 'name' ? ([name, username] as const) : (['', ''] as const)
  const byName = await queries.withNamePrefix(caller.key, prefix, after, wanted + 1)
  return pageOf([...byUsername, ...byName], limit, (last) =>
    byName.indexOf(last) >= 0 || wanted > 0
      ? writeCursor(['name', last.sort_name, last.username])
      : writeCursor(['name', '', '']),
  )
}

function pageOf(rows: Row[], limit: number, cursorAfter: (last: Row) => string): Page {
  const items = rows.slice(0, limit)
  return { items: items.map(toUser), next: rows.length > limit ? cursorAfter(items.at(-1)!) : null }
}

/** @throws Refused `not_found`, also for who was deleted. */
export async function getUser(storage: Storage, username: string): Promise<Profile> {
  const row = await peopleQueries(storage.db).byUsername(username.toLowerCase())
  if (!row || row.left_at !== null) throw new Refused('not_found')
  return { ...toUser(row), bio: row.bio ?? '' }
}

export const toUser = ({ username, name, image, left_at = null }: Omit<Row, 'sort_name'>): User => ({
  username,
  name,
  avatarUrl: image,
  ...(left_at !== null && { deleted: true }),
})
