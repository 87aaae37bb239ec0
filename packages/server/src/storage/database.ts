import { type Compilable, type CompiledQuery, type Kysely, sql, type Transaction } from 'kysely'
import { migrate } from './migrator.ts'
import type { Tables } from './schema.ts'
import { lockSqlite, openSqlite } from './sqlite/sqlite.ts'

export type Db = Kysely<Tables>
export type Trx = Transaction<Tables>

export interface Storage {
  /** Point reads and short pages; writes of one statement; transactions. */
  readonly db: Db
  /** Reads that may be slow. They see what was committed before they began. */
  readonly scans: Db
  /** Runs a module's job on a group of writes, in one commit, between other transactions. */
  runJob<T>(module: URL, input: unknown): Promise<T>
  close(): Promise<void>
}

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

class Hole {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/**
 * A query that is built and compiled once; each call only fills in its parameters.
 * Building costs more than running for a point read, so the hot ones are made this way.
 */
export function compileOnce<P extends Record<string, unknown>, Row>(
  db: Db,
  build: (parameters: P) => Compilable<Row>,
): (parameters: P) => Promise<Row[]> {
  const holes = new Proxy({}, { get: (_, name) => new Hole(String(name)) }) as P
  const compiled: CompiledQuery<Row> = build(holes).compile()
  return async (parameters) => {
    const values = compiled.parameters.map((value) =>
      value instanceof Hole ? parameters[value.name] : value,
    )
    return (await db.executeQuery<Row>({ ...compiled, parameters: values })).rows
  }
}

/** Whether the database answers. */
export async function ping(db: Db): Promise<void> {
  await sql`select 1`.execute(db)
}
