import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import type { BareRow } from './bare-insert.ts'

const database = new DatabaseSync(workerData as string)
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000')
database.exec(
  'CREATE TABLE IF NOT EXISTS sent (id BLOB NOT NULL UNIQUE, recipient TEXT NOT NULL, body TEXT NOT NULL)',
)
const insert = database.prepare('INSERT INTO sent (id, recipient, body) VALUES (?, ?, ?)')

parentPort!.on('message', (rows: BareRow[]) => {
  database.exec('BEGIN IMMEDIATE')
  for (const { id, to, body } of rows) insert.run(Buffer.from(id.replaceAll('-', ''), 'hex'), to, body)
  database.exec('COMMIT')
  parentPort!.postMessage(rows.length)
})
