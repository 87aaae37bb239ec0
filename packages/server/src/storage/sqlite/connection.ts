/** How every thread opens the file, and runs one statement: compiled once, kept, bounded. */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'

export interface Statement {
  sql: string
  parameters: readonly unknown[]
}

export interface Rows {
  rows: unknown[]
  changes: number
}

const keptStatements = 500

export class SqliteConnection {
  readonly database: DatabaseSync
  readonly #statements = new Map<string, { statement: StatementSync; returnsRows: boolean }>()

  constructor(path: string, access: 'write' | 'read') {
    this.database = new DatabaseSync(path, { readOnly: access === 'read', timeout: 5000 })
    this.database.exec('PRAGMA cache_size = -32768; PRAGMA mmap_size = 268435456; PRAGMA temp_store = memory')
    if (access === 'read') return
    // A commit is on the disk when it is answered: WAL with an fsync each, a group at a time.
    this.database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    this.database.exec('PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864')
  }

  run({ sql, parameters }: Statement): Rows {
    const { statement, returnsRows } = this.#prepare(sql)
    const values = parameters as SQLInputValue[]
    if (returnsRows) return { rows: statement.all(...values), changes: 0 }
    return { rows: [], changes: Number(statement.run(...values).changes) }
  }

  close(): void {
    this.database.close()
  }

  #prepare(sql: string) {
    const kept = this.#statements.get(sql)
    if (kept) return kept
    const statement = this.database.prepare(sql)
    const prepared = { statement, returnsRows: statement.columns().length > 0 }
    if (this.#statements.size >= keptStatements) {
      const [oldest] = this.#statements.keys()
      this.#statements.delete(oldest!)
    }
    this.#statements.set(sql, prepared)
    return prepared
  }
}
