import { sql } from 'kysely'
import { migrate } from './migrator.ts'
import { lockSqlite, openSqlite } from './sqlite/sqlite.ts'
import type { Db, Storage } from './storage.ts'

/** Opens the database that a URL names for a server: alone on it, and with its tables brought up to date. */
export async function openForServing(url: string): Promise<Storage> {
  const path = sqlitePath(url)
  const lock = lockSqlite(path)
  try {
    await migrateDatabase(url)
    const storage = await openSqlite(path, 'serve')
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

/** Opens it beside a server that may be running, for a command. */
export async function openForCommand(url: string): Promise<Storage> {
  await migrateDatabase(url)
  return openSqlite(sqlitePath(url), 'serve')
}

/** @returns the names of the migrations that were applied. */
export async function migrateDatabase(url: string): Promise<string[]> {
  const storage = await openSqlite(sqlitePath(url), 'migrate')
  try {
    return await migrate(storage.db)
  } finally {
    await storage.close()
  }
}

const sqlitePath = (url: string): string => url.slice('sqlite:'.length)

/** Whether the database answers. */
export async function ping(db: Db): Promise<void> {
  await sql`select 1`.execute(db)
}
