/** Inserts groups of rows: each into a table that only grows at its end, or where a message lies in its conversation. */
import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import type { BareOptions, BareRow } from './bare-insert.ts'

const { path, rows } = workerData as BareOptions
const database = new DatabaseSync(path)
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000')
const insert = rows === 'appended' ? prepareAppended() : prepareClustered()

parentPort!.on('message', (group: BareRow[]) => {
  database.exec('BEGIN IMMEDIATE')
  for (const row of group) insert(row)
  database.exec('COMMIT')
  parentPort!.postMessage(group.length)
})

const bytesOf = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex')

function prepareAppended(): (row: BareRow) => void {
  database.exec('CREATE TABLE sent (id BLOB NOT NULL UNIQUE, recipient TEXT NOT NULL, body TEXT NOT NULL)')
  const statement = database.prepare('INSERT INTO sent (id, recipient, body) VALUES (?, ?, ?)')
  return ({ id, to, body }) => statement.run(bytesOf(id), to, body)
}

/** The row that the real server writes, in the same place: what it must be able to read back by conversation. */
function prepareClustered(): (row: BareRow) => void {
  database.exec(`
    CREATE TABLE messages (
      low_key BIGINT NOT NULL, high_key BIGINT NOT NULL, number BIGINT NOT NULL, id BLOB NOT NULL UNIQUE,
      sender_is_low INTEGER NOT NULL, body TEXT NOT NULL, kind VARCHAR(16) NOT NULL, first_digest BLOB NOT NULL,
      reply_to BLOB, version INTEGER NOT NULL, revision INTEGER NOT NULL, created_at BIGINT NOT NULL,
      edited_at BIGINT, deleted_at BIGINT, hidden_for_low INTEGER NOT NULL, hidden_for_high INTEGER NOT NULL,
      PRIMARY KEY (low_key, high_key, number)
    ) WITHOUT ROWID`)
  const statement = database.prepare(
    "INSERT INTO messages VALUES (?, ?, ?, ?, 1, ?, 'text', ?, NULL, 1, 1, ?, NULL, NULL, 0, 0)",
  )
  const recipients = new Map<string, { key: number; sent: number }>()
  const digest = new Uint8Array(16)
  return ({ id, to, body }) => {
    const recipient = recipients.get(to) ?? { key: recipients.size, sent: 0 }
    recipients.set(to, recipient)
    recipient.sent++
    statement.run(recipient.key, recipient.key, recipient.sent, bytesOf(id), body, digest, Date.now())
  }
}
