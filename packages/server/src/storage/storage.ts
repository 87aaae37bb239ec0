import type { Kysely, Transaction } from 'kysely'
import type { Tables } from './schema.ts'

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
