/** People who do not exist, with names that could: the same seed and directory give the same ones. */
import { limits } from '@chatapp/contract'
import { sortName } from '../accounts/names.ts'
import type { Chance } from './seed-chance.ts'
import { places } from './seed-names.ts'
import type { NewAccount, NewUser } from './seed-queries.ts'

export interface NewPerson {
  key: number
  username: string
  name: string
}

/** Of everyone who was made up, and of nobody else. */
export const seedDomain = 'seed.example'

const middleNames = 0.25
const doubleNames = 0.1

/** Sorted so many at a time: neighbours in an index are then written together, which saves most of the disk's work. */
const sortedAtOnce = 20_000

/**
 * The rows of so many people.
 * @param taken the usernames that are given out already; those made here are added.
 * @param hash of everyone's password.
 */
export function* makePeople(
  count: number,
  chance: Chance,
  taken: Set<string>,
  hash: string,
  now: number,
): Generator<readonly [NewUser, NewAccount]> {
  for (let made = 0; made < count; made += sortedAtOnce) {
    const length = Math.min(sortedAtOnce, count - made)
    const people = Array.from({ length }, () => makePerson(chance, taken))
    people.sort((one, other) => (one.username < other.username ? -1 : 1))
    // IDs that grow lie together in their index too.
    for (const [i, person] of people.entries())
      yield accountRows(person, hash, chance, now - count + made + i)
  }
}

function makePerson(chance: Chance, taken: Set<string>): NewPerson {
  const { given, family, isFamilyFirst } = chance.of(places)
  const first = read(chance.of(given))
  const last = read(chance.of(family))
  const middle = chance.happens(middleNames) && !isFamilyFirst ? ` ${read(chance.of(given)).name}` : ''
  const second = chance.happens(doubleNames) && !isFamilyFirst ? `-${read(chance.of(family)).name}` : ''
  return {
    key: chance.key(),
    username: freeUsername(`${first.latin}_${last.latin}`, chance, taken),
    name: isFamilyFirst ? `${last.name} ${first.name}` : `${first.name}${middle} ${last.name}${second}`,
  }
}

/** The rows of a person who signs in by password, as a sign-up leaves them. @param hash of the password. */
export function accountRows(
  { key, username, name }: NewPerson,
  hash: string,
  chance: Chance,
  joinedAt: number,
): readonly [NewUser, NewAccount] {
  const [id, accountId] = [chance.uuid(joinedAt), chance.uuid(joinedAt)]
  const time = new Date(joinedAt).toISOString()
  const times = { created_at: time, updated_at: time }
  const email = `${username}@${seedDomain}`
  return [
    { id, key, username, name, sort_name: sortName(name), email, email_verified: 0, ...times },
    { id: accountId, account_id: id, provider_id: 'credential', user_id: id, password: hash, ...times },
  ]
}

function read(entry: string): { name: string; latin: string } {
  const [name = '', latin = toLatin(name)] = entry.split('/')
  return { name, latin }
}

const toLatin = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[łđøæßı]/g, (letter) => ({ ł: 'l', đ: 'd', ø: 'o', æ: 'ae', ß: 'ss', ı: 'i' })[letter]!)
    .normalize('NFD')
    .replace(/[^a-z]/g, '')

/** The name itself for whoever comes first, then with a number that need not grow in line. */
function freeUsername(wish: string, chance: Chance, taken: Set<string>): string {
  const stem = wish.slice(0, limits.usernameMax - 7)
  let username = stem
  for (let range = 100; taken.has(username); range = Math.min(range * 4, 9_999_999))
    username = `${stem}${1 + chance.below(range)}`
  taken.add(username)
  return username
}
