/** One file: a writer thread, a reader thread, and this thread's own read-only connection. */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { DatabaseMistake } from '../mistakes.ts'
import type { Tables } from '../schema.ts'
import type { SqliteStorage } from '../storage.ts'
import { SqliteConnection } from './connection.ts'
import { sqliteDialect, type Writer } from './dialect.ts'
import { StorageThread } from './thread.ts'
import type { ReaderRequest } from './thread-messages.ts'

/** The first release whose WAL index cannot be corrupted by a checkpoint that races a writer. */
const oldestSqlite = '3.51.3'
const leaseMs = 250
const migrationLeaseMs = 600_000

export async function openSqlite(path: string, purpose: 'serve' | 'migrate'): Promise<SqliteStorage> {
  refuseOldSqlite()
  mkdirSync(dirname(path), { recursive: true })
  const writer: Writer = new StorageThread(new URL('./writer-thread.ts', import.meta.url), {
    path,
    leaseMs: purpose === 'migrate' ? migrationLeaseMs : leaseMs,
  })
  // The writer makes the file; the readers below open it read-only.
  await writer.ask({ kind: 'statement', statement: { sql: 'select 1', parameters: [] }, lease: null })
  const reader = new StorageThread<ReaderRequest>(new URL('./reader-thread.ts', import.meta.url), { path })
  const here = new SqliteConnection(path, 'read')
  return {
    engine: 'sqlite',
    db: new Kysely<Tables>({ dialect: sqliteDialect(writer, (statement) => here.run(statement)) }),
    scans: new Kysely<Tables>({
      dialect: sqliteDialect(writer, (statement) => reader.ask({ kind: 'statement', statement })),
    }),
    runJob: (module, input) => writer.ask({ kind: 'job', module: module.href, input }),
    async close() {
      here.close()
      await reader.close()
      await writer.close()
    },
  }
}

/** Looks into a file that is there. */
export function hasTable(path: string, name: string): boolean {
  const connection = openInWords(path, () => new SqliteConnection(path, 'read'))
  try {
    const sql = "select 1 from sqlite_master where type = 'table' and name = ?"
    return connection.run({ sql, parameters: [name] }).rows.length > 0
  } finally {
    connection.close()
  }
}

/**
 * Holds the file for this process until it ends, however it ends: the lock is the operating system's.
 * @throws DatabaseMistake when another process holds it, or this user may not.
 */
export function lockSqlite(path: string): { release(): void } {
  mkdirSync(dirname(path), { recursive: true })
  const lock = openInWords(`${path}.lock`, () => new DatabaseSync(`${path}.lock`))
  try {
    lock.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE')
  } catch {
    lock.close()
    throw new DatabaseMistake(
      `Another ChatApp already serves ${path}. Stop that one first, or give this one another DATA_DIR.`,
    )
  }
  return { release: () => lock.close() }
}

/** SQLITE_CANTOPEN: mostly somebody else's file, after a command was run as another user than the server. */
const cannotOpen = 14

function openInWords<T>(path: string, open: () => T): T {
  try {
    return open()
  } catch (error) {
    if ((error as { errcode?: number }).errcode !== cannotOpen) throw error
    throw new DatabaseMistake(
      `${path} cannot be opened by this user. Run the server and its commands as the same user, who owns DATA_DIR and all that is in it.`,
    )
  }
}

function refuseOldSqlite(): void {
  const probe = new DatabaseSync(':memory:')
  const { version } = probe.prepare('select sqlite_version() as version').get() as { version: string }
  probe.close()
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  const [oldMajor = 0, oldMinor = 0, oldPatch = 0] = oldestSqlite.split('.').map(Number)
  const isOlder =
    major !== oldMajor ? major < oldMajor : minor !== oldMinor ? minor < oldMinor : patch < oldPatch
  if (isOlder)
    throw new DatabaseMistake(`This Node brings SQLite ${version}; ${oldestSqlite} or newer is needed.`)
}
