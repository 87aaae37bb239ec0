import type { Kysely, Transaction } from 'kysely'
import type { Log } from '../runtime.ts'
import type { Query } from './mysql/mysql-pool.ts'
import type { Tables } from './schema.ts'

export type Db = Kysely<Tables>
export type Trx = Transaction<Tables>

export type Storage = SqliteStorage | MysqlStorage

interface Databases {
  /** Point reads and short pages; writes of one statement; transactions. */
  readonly db: Db
  /** Reads that may be slow. They see what was committed before they began. */
  readonly scans: Db
  close(): Promise<void>
}

/** A file that is this process's alone. */
export interface SqliteStorage extends Databases {
  readonly engine: 'sqlite'
  /** Runs a module's job on a group of writes, in one commit, between other transactions. */
  runJob<T>(module: URL, input: unknown): Promise<T>
}

/** A server that other processes may use at the same time. */
export interface MysqlStorage extends Databases {
  readonly engine: 'mysql'
  /** Runs statements of many rows, which are faster by hand, in one transaction. */
  inTransaction<T>(work: (query: Query) => Promise<T>): Promise<T>
}

/** Hears what whoever runs the database should know. */
export type StorageLog = Pick<Log, 'info' | 'warn'>
