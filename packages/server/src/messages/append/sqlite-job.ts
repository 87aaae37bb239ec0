/** Runs in the writer thread: a group of hot writes, one after the other, inside one transaction. */
import type { DatabaseSync } from 'node:sqlite'
import { digestOf } from '../message-digest.ts'
import { parseId } from '../message-id.ts'
import type { MarkState, Write, Written } from './append.ts'
import { orderlyTime } from './orderly-time.ts'

export function prepareJob(db: DatabaseSync): (writes: Write[]) => Written[] {
  const send = prepareSend(db)
  const markRead = prepareMarkRead(db)
  const markDelivered = prepareMarkDelivered(db)
  const run = (write: Write): Written => {
    switch (write.kind) {
      case 'send':
        return send(write)
      case 'read':
        return markRead(write)
      case 'delivered':
        return markDelivered(write)
    }
  }
  return (writes) => writes.map(run)
}

function prepareSend(db: DatabaseSync) {
  const nextSeq = prepareNextSeq(db)
  const existing = db.prepare(
    'SELECT low_key, high_key, sender_is_low, first_digest FROM messages WHERE id = ?',
  )
  const lastMessage = db.prepare(
    'SELECT last_number, last_message_at FROM members WHERE user_key = ? AND peer_key = ?',
  )
  // A read mark follows only when it stood at the number before: what was not seen is not read by sending.
  const prepareMember = (readMark: 'read_number' | 'peer_read_number') =>
    db.prepare(`
      INSERT INTO members (user_key, peer_key, last_number, last_message_at, ${readMark}, seq)
      VALUES (?1, ?2, ?3, ?4, 1, ?5)
      ON CONFLICT (user_key, peer_key) DO UPDATE SET
        last_number = ?3, last_message_at = ?4, seq = ?5,
        ${readMark} = CASE WHEN ${readMark} = last_number THEN ?3 ELSE ${readMark} END`)
  const senderRow = prepareMember('read_number')
  const recipientRow = prepareMember('peer_read_number')
  const insert = db.prepare(`
    INSERT INTO messages (low_key, high_key, number, id, sender_is_low, body, first_digest, reply_to, created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)

  return (write: Write & { kind: 'send' }): Written => {
    const { fromKey, toKey, body } = write
    const id = parseId(write.id)
    const replyTo = write.replyTo === null ? null : parseId(write.replyTo)
    const senderIsLow = fromKey < toKey ? 1 : 0
    const [lowKey, highKey] = senderIsLow ? [fromKey, toKey] : [toKey, fromKey]
    const digest = digestOf(body, replyTo)
    const sent = existing.get(id) as unknown as SentRow | undefined
    if (sent) {
      const isSame =
        sent.low_key === lowKey &&
        sent.high_key === highKey &&
        sent.sender_is_low === senderIsLow &&
        Buffer.compare(sent.first_digest, digest) === 0
      return { kind: isSame ? 'repeated' : 'conflict' }
    }
    const fromSeq = nextSeq(fromKey)
    const toSeq = nextSeq(toKey)
    const last = lastMessage.get(fromKey, toKey) as
      | { last_number: number; last_message_at: number }
      | undefined
    const number = (last?.last_number ?? 0) + 1
    const createdAt = orderlyTime(write.createdAt, last?.last_message_at ?? 0)
    senderRow.run(fromKey, toKey, number, createdAt, fromSeq)
    recipientRow.run(toKey, fromKey, number, createdAt, toSeq)
    insert.run(lowKey, highKey, number, id, senderIsLow, body, digest, replyTo, createdAt)
    return { kind: 'created', number, createdAt, fromSeq, toSeq }
  }
}

interface SentRow {
  low_key: number
  high_key: number
  sender_is_low: number
  first_digest: Uint8Array
}

function prepareMarkRead(db: DatabaseSync) {
  const nextSeq = prepareNextSeq(db)
  const readMember = prepareReadMember(db)
  const mine = db.prepare('UPDATE members SET read_number = ?, seq = ? WHERE user_key = ? AND peer_key = ?')
  const peers = db.prepare(
    'UPDATE members SET peer_read_number = ?, seq = ? WHERE user_key = ? AND peer_key = ?',
  )

  return ({ userKey, peerKey, number }: Write & { kind: 'read' | 'delivered' }): Written => {
    const before = readMember(userKey, peerKey)
    if (!before) return { kind: 'no_conversation' }
    if (number > before.lastNumber) return { kind: 'above_last' }
    if (number <= before.state.read) return { kind: 'marked', state: before.state, mine: null, peers: null }
    mine.run(number, nextSeq(userKey), userKey, peerKey)
    peers.run(number, nextSeq(peerKey), peerKey, userKey)
    const state = readMember(userKey, peerKey)!.state
    return { kind: 'marked', state, mine: state, peers: readMember(peerKey, userKey)!.state }
  }
}

function prepareMarkDelivered(db: DatabaseSync) {
  const nextSeq = prepareNextSeq(db)
  const readMember = prepareReadMember(db)
  const mine = db.prepare('UPDATE members SET delivered_number = ? WHERE user_key = ? AND peer_key = ?')
  const peers = db.prepare(
    'UPDATE members SET peer_delivered_number = ?, seq = ? WHERE user_key = ? AND peer_key = ?',
  )

  return ({ userKey, peerKey, number }: Write & { kind: 'read' | 'delivered' }): Written => {
    const before = readMember(userKey, peerKey)
    if (!before) return { kind: 'no_conversation' }
    if (number > before.lastNumber) return { kind: 'above_last' }
    if (number <= before.delivered) return { kind: 'marked', state: before.state, mine: null, peers: null }
    mine.run(number, userKey, peerKey)
    peers.run(number, nextSeq(peerKey), peerKey, userKey)
    return { kind: 'marked', state: before.state, mine: null, peers: readMember(peerKey, userKey)!.state }
  }
}

/** Looking first costs half of what RETURNING does, and nobody else writes meanwhile. */
function prepareNextSeq(db: DatabaseSync): (userKey: number) => number {
  const read = db.prepare('SELECT head FROM feeds WHERE user_key = ?')
  const write = db.prepare(`
    INSERT INTO feeds (user_key, head) VALUES (?1, ?2) ON CONFLICT (user_key) DO UPDATE SET head = ?2`)
  return (userKey) => {
    const before = read.get(userKey) as { head: number } | undefined
    const head = (before?.head ?? 0) + 1
    write.run(userKey, head)
    return head
  }
}

function prepareReadMember(db: DatabaseSync) {
  const read = db.prepare(`
    SELECT last_number AS lastNumber, delivered_number AS delivered, seq, read_number AS read,
      peer_read_number AS peerRead, peer_delivered_number AS peerDelivered
    FROM members WHERE user_key = ? AND peer_key = ?`)
  return (userKey: number, peerKey: number) => {
    const row = read.get(userKey, peerKey) as
      | ({ lastNumber: number; delivered: number } & MarkState)
      | undefined
    if (!row) return null
    const { lastNumber, delivered, ...state } = row
    return { lastNumber, delivered, state }
  }
}
