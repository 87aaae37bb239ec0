/** A group of hot writes as a few statements of many rows: the rows are locked, changed here, and written back. */
import type { Query } from '../../storage/mysql/mysql-pool.ts'
import { digestOf } from '../message-digest.ts'
import { formatId, parseId } from '../message-id.ts'
import type { MarkState, Write, Written } from './append.ts'
import { orderlyTime } from './orderly-time.ts'

interface Member {
  user_key: number
  peer_key: number
  last_number: number
  last_message_at: number
  read_number: number
  delivered_number: number
  peer_read_number: number
  peer_delivered_number: number
  seq: number
}

interface Sent {
  low_key: number
  high_key: number
  sender_is_low: number
  first_digest: Uint8Array
}

const memberColumns = [
  'user_key',
  'peer_key',
  'last_number',
  'last_message_at',
  'read_number',
  'delivered_number',
  'peer_read_number',
  'peer_delivered_number',
  'seq',
] as const satisfies (keyof Member)[]

/**
 * Runs inside a transaction. Everybody whom a group concerns is locked first, by their feed and in the order of their
 * keys: nobody else changes their rows meanwhile, and no two groups wait for each other.
 * @param isAgain whether an earlier try may have been committed without our hearing of it.
 */
export async function writeGroup(query: Query, writes: Write[], isAgain: boolean): Promise<Written[]> {
  const heads = await lockFeeds(query, writes)
  const sent = await findSent(query, writes)
  const members = await readMembers(query, writes)
  const group = new Group(heads, sent, members, isAgain)
  const written = writes.map((write) => (write.kind === 'send' ? group.send(write) : group.mark(write)))
  await group.save(query)
  return written
}

class Group {
  readonly #heads: Map<number, number>
  readonly #sent: Map<string, Sent>
  readonly #members: Map<string, Member>
  readonly #isAgain: boolean
  readonly #messages: unknown[][] = []
  readonly #changedMembers = new Set<Member>()
  readonly #changedFeeds = new Set<number>()

  constructor(
    heads: Map<number, number>,
    sent: Map<string, Sent>,
    members: Map<string, Member>,
    isAgain: boolean,
  ) {
    this.#heads = heads
    this.#sent = sent
    this.#members = members
    this.#isAgain = isAgain
  }

  send({ id, fromKey, toKey, body, replyTo, ...write }: Write & { kind: 'send' }): Written {
    const replyToBytes = replyTo === null ? null : parseId(replyTo)
    const senderIsLow = fromKey < toKey ? 1 : 0
    const [lowKey, highKey] = senderIsLow ? [fromKey, toKey] : [toKey, fromKey]
    const message: Sent = {
      low_key: lowKey,
      high_key: highKey,
      sender_is_low: senderIsLow,
      first_digest: digestOf(body, replyToBytes),
    }
    const before = this.#sent.get(id)
    if (before) {
      if (!isSame(before, message)) return { kind: 'conflict' }
      if (!this.#isAgain) return { kind: 'repeated' }
      return { kind: 'repeated', heads: { from: this.#heads.get(fromKey)!, to: this.#heads.get(toKey)! } }
    }
    this.#sent.set(id, message)
    const [mine, theirs] = [this.#memberOf(fromKey, toKey), this.#memberOf(toKey, fromKey)]
    const number = mine.last_number + 1
    const createdAt = orderlyTime(write.createdAt, mine.last_message_at)
    // A read mark follows only when it stood at the number before: what was not seen is not read by sending.
    if (mine.read_number === mine.last_number) mine.read_number = theirs.peer_read_number = number
    for (const member of [mine, theirs]) {
      member.last_number = number
      member.last_message_at = createdAt
    }
    const [fromSeq, toSeq] = [this.#stamp(mine), this.#stamp(theirs)]
    this.#messages.push([
      lowKey,
      highKey,
      number,
      parseId(id),
      senderIsLow,
      body,
      message.first_digest,
      replyToBytes,
      createdAt,
    ])
    return { kind: 'created', number, createdAt, fromSeq, toSeq }
  }

  mark({ kind, userKey, peerKey, number }: Write & { kind: 'read' | 'delivered' }): Written {
    const mine = this.#members.get(nameOf(userKey, peerKey))
    if (!mine) return { kind: 'no_conversation' }
    if (number > mine.last_number) return { kind: 'above_last' }
    const before = kind === 'read' ? mine.read_number : mine.delivered_number
    if (number <= before) return { kind: 'marked', state: stateOf(mine), mine: null, peers: null }
    const theirs = this.#memberOf(peerKey, userKey)
    if (kind === 'read') {
      mine.read_number = theirs.peer_read_number = number
      this.#stamp(mine)
    } else {
      mine.delivered_number = theirs.peer_delivered_number = number
      this.#changedMembers.add(mine)
    }
    this.#stamp(theirs)
    const state = stateOf(mine)
    return { kind: 'marked', state, mine: kind === 'read' ? state : null, peers: stateOf(theirs) }
  }

  async save(query: Query): Promise<void> {
    const members = [...this.#changedMembers].sort(byUserAndPeer)
    const feeds = [...this.#changedFeeds].sort((one, other) => one - other)
    if (this.#messages.length > 0)
      await query(
        `INSERT INTO messages
          (low_key, high_key, number, id, sender_is_low, body, first_digest, reply_to, created_at) VALUES ?`,
        [this.#messages],
      )
    if (members.length > 0)
      await query(
        `INSERT INTO members (${memberColumns.join(', ')}) VALUES ? ON DUPLICATE KEY UPDATE
          ${memberColumns.slice(2).map(takesNew).join(', ')}`,
        [members.map((member) => memberColumns.map((column) => member[column]))],
      )
    if (feeds.length > 0)
      await query(`INSERT INTO feeds (user_key, head) VALUES ? ON DUPLICATE KEY UPDATE ${takesNew('head')}`, [
        feeds.map((key) => [key, this.#heads.get(key)]),
      ])
  }

  #memberOf(userKey: number, peerKey: number): Member {
    const name = nameOf(userKey, peerKey)
    const member = this.#members.get(name) ?? emptyMember(userKey, peerKey)
    this.#members.set(name, member)
    return member
  }

  /** The next number of that person's feed. */
  #stamp(member: Member): number {
    member.seq = this.#heads.get(member.user_key)! + 1
    this.#heads.set(member.user_key, member.seq)
    this.#changedFeeds.add(member.user_key)
    this.#changedMembers.add(member)
    return member.seq
  }
}

async function lockFeeds(query: Query, writes: Write[]): Promise<Map<number, number>> {
  const everybody = everybodyIn(writes)
  const locked = await selectFeeds(query, everybody)
  const sends = writes.filter(({ kind }) => kind === 'send')
  const missing = everybodyIn(sends).filter((key) => !locked.has(key))
  if (missing.length === 0) return locked
  // Their first message. Their feed may come into being somewhere else at the same moment.
  await query('INSERT INTO feeds (user_key, head) VALUES ? ON DUPLICATE KEY UPDATE head = head', [
    missing.map((key) => [key, 0]),
  ])
  return selectFeeds(query, everybody)
}

async function selectFeeds(query: Query, userKeys: number[]): Promise<Map<number, number>> {
  const rows = await query<{ user_key: number; head: number }>(
    'SELECT user_key, head FROM feeds WHERE user_key IN (?) ORDER BY user_key FOR UPDATE',
    [userKeys],
  )
  return new Map(rows.map(({ user_key, head }) => [user_key, head]))
}

async function findSent(query: Query, writes: Write[]): Promise<Map<string, Sent>> {
  const ids = writes.flatMap((write) => (write.kind === 'send' ? [parseId(write.id)] : []))
  if (ids.length === 0) return new Map()
  const rows = await query<Sent & { id: Uint8Array }>(
    'SELECT id, low_key, high_key, sender_is_low, first_digest FROM messages WHERE id IN (?)',
    [ids],
  )
  return new Map(rows.map(({ id, ...sent }) => [formatId(id), sent]))
}

/** Both sides of every conversation, as far as it has begun. */
async function readMembers(query: Query, writes: Write[]): Promise<Map<string, Member>> {
  const pairs = new Map<string, number[]>()
  for (const write of writes) {
    const [one, other] = peopleIn(write)
    pairs.set(nameOf(one, other), [one, other]).set(nameOf(other, one), [other, one])
  }
  const rows = await query<Member>(
    `SELECT ${memberColumns.join(', ')} FROM members WHERE (user_key, peer_key) IN (?)`,
    [[...pairs.values()]],
  )
  return new Map(rows.map((row) => [nameOf(row.user_key, row.peer_key), row]))
}

const peopleIn = (write: Write): [number, number] =>
  write.kind === 'send' ? [write.fromKey, write.toKey] : [write.userKey, write.peerKey]

const everybodyIn = (writes: Write[]): number[] =>
  [...new Set(writes.flatMap(peopleIn))].sort((one, other) => one - other)

const isSame = (one: Sent, other: Sent): boolean =>
  one.low_key === other.low_key &&
  one.high_key === other.high_key &&
  one.sender_is_low === other.sender_is_low &&
  Buffer.compare(one.first_digest, other.first_digest) === 0

const stateOf = ({ seq, read_number, peer_read_number, peer_delivered_number }: Member): MarkState => ({
  seq,
  read: read_number,
  peerRead: peer_read_number,
  peerDelivered: peer_delivered_number,
})

const emptyMember = (userKey: number, peerKey: number): Member => ({
  user_key: userKey,
  peer_key: peerKey,
  last_number: 0,
  last_message_at: 0,
  read_number: 0,
  delivered_number: 0,
  peer_read_number: 0,
  peer_delivered_number: 0,
  seq: 0,
})

const byUserAndPeer = (one: Member, other: Member): number =>
  one.user_key - other.user_key || one.peer_key - other.peer_key

const takesNew = (column: string): string => `${column} = VALUES(${column})`
const nameOf = (userKey: number, peerKey: number): string => `${userKey} ${peerKey}`
