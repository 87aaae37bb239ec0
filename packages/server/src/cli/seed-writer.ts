/** Writes people and talks, so much at a time that a server on the same database hardly waits. */
import type { Storage, Trx } from '../storage/storage.ts'
import { transaction } from '../storage/transaction.ts'
import type { Chance } from './seed-chance.ts'
import { play, type Talk } from './seed-history.ts'
import {
  headsOf,
  insertPeople,
  type Member,
  membersOf,
  type NewAccount,
  type NewMessage,
  type NewUser,
  saveHistory,
} from './seed-queries.ts'

/** Well below the 250 ms after which the storage takes a transaction away. */
const wantedMs = 80
const leastAtOnce = 50
const mostAtOnce = 5000

/** @param onWritten hears how many talks' messages are written so far. */
export function writeTalks(
  storage: Storage,
  talks: Iterable<Talk>,
  chance: Chance,
  onWritten: (messages: number) => void,
): Promise<void> {
  return inTransactions(
    storage,
    talks,
    ({ lines }) => lines.length,
    (trx, some) => writeSome(trx, some, chance),
    onWritten,
  )
}

/** @param people each with the account that holds the password. */
export function writePeople(
  storage: Storage,
  people: Iterable<readonly [NewUser, NewAccount]>,
  onWritten: (people: number) => void,
): Promise<void> {
  return inTransactions(
    storage,
    people,
    () => 1,
    (trx, some) =>
      insertPeople(
        trx,
        some.map(([user]) => user),
        some.map(([, account]) => account),
      ),
    onWritten,
  )
}

async function writeSome(trx: Trx, talks: Talk[], chance: Chance): Promise<void> {
  const heads = await headsOf(trx, [...new Set(talks.flatMap(({ keys }) => keys))])
  const rows = new Map<string, Member>()
  for (const row of await membersOf(
    trx,
    talks.map(({ keys }) => keys),
  ))
    rows.set(`${row.user_key} ${row.peer_key}`, row)
  const rowOf = (userKey: number, peerKey: number): Member => {
    const key = `${userKey} ${peerKey}`
    const row = rows.get(key) ?? emptyRow(userKey, peerKey)
    rows.set(key, row)
    return row
  }
  const stamp = (userKey: number): number => {
    const head = (heads.get(userKey) ?? 0) + 1
    heads.set(userKey, head)
    return head
  }
  const messages: NewMessage[] = []
  for (const talk of talks) {
    const [first, second] = talk.keys
    messages.push(...play(talk, [rowOf(first, second), rowOf(second, first)], stamp, chance))
  }
  await saveHistory(trx, messages, [...rows.values()], heads)
}

const emptyRow = (userKey: number, peerKey: number): Member => ({
  user_key: userKey,
  peer_key: peerKey,
  last_number: 0,
  last_message_at: 0,
  read_number: 0,
  delivered_number: 0,
  peer_read_number: 0,
  peer_delivered_number: 0,
  muted_until: null,
  pinned_at: null,
  archived_at: null,
  marked_unread: 0,
  request_state: null,
  cleared_before: 0,
  seq: 0,
})

/** Groups things by size into transactions that take about as long as wanted on this machine. */
async function inTransactions<T>(
  storage: Storage,
  things: Iterable<T>,
  sizeOf: (thing: T) => number,
  write: (trx: Trx, some: T[]) => Promise<void>,
  onWritten: (size: number) => void,
): Promise<void> {
  let atOnce = 200
  let written = 0
  let group: T[] = []
  let size = 0
  const commit = async () => {
    const startedAt = performance.now()
    await writeOrHalve(storage, group, write)
    const tookMs = performance.now() - startedAt
    // No more than twice as much as before: the first groups are fast because everything is still small.
    atOnce = Math.max(leastAtOnce, Math.min(mostAtOnce, size * 2, (size * wantedMs) / tookMs))
    written += size
    onWritten(written)
    group = []
    size = 0
  }
  for (const thing of things) {
    group.push(thing)
    size += sizeOf(thing)
    if (size >= atOnce) await commit()
  }
  if (group.length > 0) await commit()
}

/** A machine that is busy for a moment may be too slow for a group; then the halves are tried. */
async function writeOrHalve<T>(
  storage: Storage,
  group: T[],
  write: (trx: Trx, some: T[]) => Promise<void>,
): Promise<void> {
  try {
    await transaction(storage, (trx) => write(trx, group))
  } catch (error) {
    if (group.length === 1) throw error
    const middle = group.length >> 1
    await writeOrHalve(storage, group.slice(0, middle), write)
    await writeOrHalve(storage, group.slice(middle), write)
  }
}
