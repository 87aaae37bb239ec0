import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { sql } from 'kysely'
import { isBeingMoved } from './instance.ts'
import { migrate } from './migrator.ts'
import { DatabaseMistake } from './mistakes.ts'
import { hasTable, lockSqlite, openSqlite } from './sqlite/sqlite.ts'
import type { Db, Storage, StorageLog } from './storage.ts'

/**
 * Opens the database that a URL names for a server, with its tables made or brought up to date. A file is then this
 * process's alone.
 */
export async function openForServing(url: string, log: StorageLog = console): Promise<Storage> {
  if (isMysql(url)) return openOrMake(url, log)
  const lock = lockSqlite(pathOf(url))
  try {
    const storage = await openOrMake(url, log)
    return {
      ...storage,
      async close() {
        await storage.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/**
 * Opens it beside a server that may be running, for a command about what is in it.
 * @throws DatabaseMistake when there is none: a command with other settings than the server's must not make one.
 */
export async function openForCommand(url: string, log: StorageLog = console): Promise<Storage> {
  await requireDatabase(url, log)
  return openOrMake(url, log)
}

/**
 * Opens it beside a server that may be running, for a command that begins with nothing as well.
 * @param which also one into which a move is not finished, for the move itself.
 */
export async function openOrMake(
  url: string,
  log: StorageLog = console,
  which: 'whole' | 'unfinished too' = 'whole',
): Promise<Storage> {
  await migrateDatabase(url, log)
  if (!isMysql(url)) return openSqlite(pathOf(url), 'serve')
  const storage = (await mysql()).openMysql(url, log)
  if (which === 'whole' && (await isBeingMoved(storage.db))) {
    await storage.close()
    throw new DatabaseMistake(
      'A move into this database is not finished. Run `chatapp move` again, with the same file and the same database: it goes on where it was.',
    )
  }
  return storage
}

/** Looks, and makes nothing. @throws DatabaseMistake when no server has ever been started on it. */
export async function requireDatabase(url: string, log: StorageLog = console): Promise<void> {
  if (await isThere(url, log)) return
  throw new DatabaseMistake(
    `There is no ChatApp database at ${placeOf(url)}. Start the server once, or check DATA_DIR and DATABASE_URL: a command needs the settings of the server.`,
  )
}

async function isThere(url: string, log: StorageLog): Promise<boolean> {
  if (!isMysql(url)) return existsSync(pathOf(url)) && hasTable(pathOf(url), firstTable)
  const { openMysqlToMigrate } = await mysql()
  const { db, close } = await openMysqlToMigrate(url, log)
  try {
    return (await db.introspection.getTables()).some(({ name }) => name === firstTable)
  } finally {
    await close()
  }
}

const firstTable = 'instance'

/** Where a database is, for people: without user and password. */
export function placeOf(url: string): string {
  if (!isMysql(url)) return resolve(pathOf(url))
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

/** @returns the names of the migrations that were applied. */
export async function migrateDatabase(url: string, log: StorageLog = console): Promise<string[]> {
  const storage = isMysql(url)
    ? await (await mysql()).openMysqlToMigrate(url, log)
    : await openSqlite(pathOf(url), 'migrate')
  try {
    return await migrate(storage.db)
  } finally {
    await storage.close()
  }
}

/** Loaded by whoever needs it, with its client. */
const mysql = () => import('./mysql/mysql.ts')
const isMysql = (url: string): boolean => url.startsWith('mysql:')
const pathOf = (url: string): string => url.slice('sqlite:'.length)

/** Whether the database answers. */
export async function ping(db: Db): Promise<void> {
  await sql`select 1`.execute(db)
}
