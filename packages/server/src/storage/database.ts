import { sql } from 'kysely'
import { isBeingMoved } from './instance.ts'
import { migrate } from './migrator.ts'
import { DatabaseMistake } from './mistakes.ts'
import { openMysql, openMysqlToMigrate } from './mysql/mysql.ts'
import { lockSqlite, openSqlite } from './sqlite/sqlite.ts'
import type { Db, Storage, StorageLog } from './storage.ts'

/**
 * Opens the database that a URL names for a server, with its tables brought up to date. A file is then this
 * process's alone.
 */
export async function openForServing(url: string, log: StorageLog = console): Promise<Storage> {
  if (isMysql(url)) return openForCommand(url, log)
  const lock = lockSqlite(pathOf(url))
  try {
    const storage = await openForCommand(url, log)
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
 * Opens it beside a server that may be running, for a command.
 * @param which also one into which a move is not finished, for the move itself.
 */
export async function openForCommand(
  url: string,
  log: StorageLog = console,
  which: 'whole' | 'unfinished too' = 'whole',
): Promise<Storage> {
  await migrateDatabase(url, log)
  if (!isMysql(url)) return openSqlite(pathOf(url), 'serve')
  const storage = openMysql(url, log)
  if (which === 'whole' && (await isBeingMoved(storage.db))) {
    await storage.close()
    throw new DatabaseMistake(
      'A move into this database is not finished. Run `chatapp move` again, with the same file and the same database: it goes on where it was.',
    )
  }
  return storage
}

/** @returns the names of the migrations that were applied. */
export async function migrateDatabase(url: string, log: StorageLog = console): Promise<string[]> {
  const storage = isMysql(url) ? await openMysqlToMigrate(url, log) : await openSqlite(pathOf(url), 'migrate')
  try {
    return await migrate(storage.db)
  } finally {
    await storage.close()
  }
}

const isMysql = (url: string): boolean => url.startsWith('mysql:')
const pathOf = (url: string): string => url.slice('sqlite:'.length)

/** Whether the database answers. */
export async function ping(db: Db): Promise<void> {
  await sql`select 1`.execute(db)
}
