/** Kysely on our threads: selects where the caller chose to read, all else to the writer, transactions as leases. */
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  type SelectModifierNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Rows, Statement } from './connection.ts'
import type { StorageThread } from './thread.ts'
import type { WriterRequest } from './thread-messages.ts'

export type Writer = StorageThread<WriterRequest>
export type Read = (statement: Statement) => Rows | Promise<Rows>

export function sqliteDialect(writer: Writer, read: Read): Dialect {
  return {
    createDriver: () => new ThreadDriver(writer, read),
    createAdapter: () => new ThreadAdapter(),
    createQueryCompiler: () => new WriterQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
}

/** Who writes is alone with the file, so there are no rows to lock. */
class WriterQueryCompiler extends SqliteQueryCompiler {
  protected override visitSelectModifier(node: SelectModifierNode): void {
    if (node.modifier !== 'ForUpdate') super.visitSelectModifier(node)
  }
}

class ThreadAdapter extends SqliteAdapter {
  /** SQLite rolls back a schema change like any other, so that a migration happens whole or not at all. */
  override get supportsTransactionalDdl(): boolean {
    return true
  }
  /** Reads pass a transaction by, and the writer gives out its turns itself: nothing has to queue here. */
  override get supportsMultipleConnections(): boolean {
    return true
  }
}

class ThreadDriver implements Driver {
  readonly #writer: Writer
  readonly #read: Read

  constructor(writer: Writer, read: Read) {
    this.#writer = writer
    this.#read = read
  }

  async acquireConnection(): Promise<ThreadConnection> {
    return new ThreadConnection(this.#writer, this.#read)
  }

  async beginTransaction(connection: ThreadConnection): Promise<void> {
    connection.lease = await this.#writer.ask<number>({ kind: 'begin' })
  }

  async commitTransaction(connection: ThreadConnection): Promise<void> {
    await connection.endLease(true)
  }

  async rollbackTransaction(connection: ThreadConnection): Promise<void> {
    await connection.endLease(false)
  }

  async init(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}

class ThreadConnection implements DatabaseConnection {
  lease: number | null = null
  readonly #writer: Writer
  readonly #read: Read

  constructor(writer: Writer, read: Read) {
    this.#writer = writer
    this.#read = read
  }

  async executeQuery<R>({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<R>> {
    const statement = { sql, parameters }
    const readsOnly =
      query.kind === 'SelectQueryNode' || (query.kind === 'RawNode' && /^\s*select\b/i.test(sql))
    const { rows, changes } =
      readsOnly && this.lease === null
        ? await this.#read(statement)
        : await this.#writer.ask<Rows>({ kind: 'statement', statement, lease: this.lease })
    return { rows: rows as R[], numAffectedRows: BigInt(changes) }
  }

  async endLease(commit: boolean): Promise<void> {
    const lease = this.lease
    this.lease = null
    if (lease !== null) await this.#writer.ask({ kind: 'end', lease, commit })
  }

  // biome-ignore lint/correctness/useYield: nothing here streams; the interface asks for it.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('queries are not streamed: read in pages')
  }
}
