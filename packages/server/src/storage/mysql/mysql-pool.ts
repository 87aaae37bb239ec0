/** Connections to a server of the MySQL protocol: nothing waits for ever, and what hangs is cut. */
import type { MysqlPoolConnection as KyselyConnection } from 'kysely'
import { createPool, type Pool, type PoolConnection, type PoolOptions } from 'mysql2'
import type { StorageLog } from '../storage.ts'
import { MysqlError } from './mysql-error.ts'

/** Runs a statement. @returns its rows; none for a write. */
export type Query = <Row>(sql: string, values?: unknown[]) => Promise<Row[]>

export interface PoolSettings {
  connections: number
  /** How long a statement may take, in milliseconds; null: as long as it likes. */
  statementMs: number | null
  log: StorageLog
}

/** How long one waits for a free connection. */
const acquireMs = 3000
const waitingMax = 2000

type Callback<T> = (error: unknown, result: T) => void

export class MysqlPool {
  readonly #pool: Pool
  readonly #statementMs: number | null
  readonly #log: PoolSettings['log']
  readonly #forKysely = new WeakMap<PoolConnection, KyselyConnection>()
  #isAway = false

  constructor(options: PoolOptions, { connections, statementMs, log }: PoolSettings) {
    this.#statementMs = statementMs
    this.#log = log
    this.#pool = createPool({
      ...options,
      charset: 'UTF8MB4_BIN',
      timezone: 'Z',
      stringifyObjects: true,
      connectTimeout: acquireMs,
      connectionLimit: connections,
      queueLimit: waitingMax,
    })
    this.#pool.on('connection', prepare)
  }

  /** Runs work on a connection in a transaction; whatever it throws undoes it all. */
  async inTransaction<T>(work: (query: Query) => Promise<T>): Promise<T> {
    const connection = await this.#acquire()
    const query: Query = async <Row>(sql: string, values: unknown[] = []) => {
      const result = await this.#ask(connection, sql, values)
      return Array.isArray(result) ? (result as Row[]) : []
    }
    try {
      await query('BEGIN')
      const result = await work(query)
      await query('COMMIT')
      return result
    } catch (error) {
      await query('ROLLBACK').catch(() => connection.destroy())
      throw error
    } finally {
      connection.release()
    }
  }

  /** For Kysely. */
  getConnection(callback: Callback<KyselyConnection>): void {
    this.#acquire().then(
      (connection) => callback(null, this.#kyselyConnection(connection)),
      (error) => callback(error, undefined as never),
    )
  }

  /** Kysely would end it; but not one that it never used. */
  end(): never {
    throw new Error('a pool is closed by whoever opened it')
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#pool.end(() => resolve()))
  }

  #acquire(): Promise<PoolConnection> {
    return new Promise((resolve, reject) => {
      let isWaiting = true
      const settle = () => {
        isWaiting = false
        clearTimeout(timer)
      }
      const timer = setTimeout(() => {
        settle()
        reject(new MysqlError('BUSY', 'no connection to the database was free in time'))
      }, acquireMs)
      this.#pool.getConnection((error, connection) => {
        // Whoever waited has gone.
        if (!isWaiting) return error ? undefined : connection.release()
        settle()
        if (!error) return resolve(connection)
        const failure = MysqlError.from(error)
        if (failure.isLost) this.#away(failure)
        reject(failure)
      })
    })
  }

  #ask(connection: PoolConnection, sql: string, values: readonly unknown[]): Promise<unknown> {
    const statement = { sql, values, ...(this.#statementMs !== null && { timeout: this.#statementMs }) }
    return new Promise((resolve, reject) => {
      connection.query(statement as { sql: string; values: unknown[] }, (error, result) => {
        if (!error) {
          if (this.#isAway) this.#back()
          return resolve(result)
        }
        const failure = MysqlError.from(error)
        if (failure.isLost) {
          connection.destroy()
          this.#away(failure)
        }
        reject(failure)
      })
    })
  }

  #kyselyConnection(connection: PoolConnection): KyselyConnection {
    const known = this.#forKysely.get(connection)
    if (known) return known
    const query = (sql: string, values: readonly unknown[], callback: Callback<unknown>) => {
      this.#ask(connection, sql, values).then(
        (result) => callback(null, result),
        (error) => callback(error, undefined),
      )
    }
    const made = {
      query,
      release: () => connection.release(),
      destroy: () => connection.destroy(),
      threadId: connection.threadId,
    } as unknown as KyselyConnection
    this.#forKysely.set(connection, made)
    return made
  }

  #away(failure: MysqlError): void {
    if (this.#isAway) return
    this.#isAway = true
    this.#log.warn(`The database does not answer (${failure.message}). Requests get 503 until it does.`)
  }

  #back(): void {
    this.#isAway = false
    this.#log.info('The database answers again.')
  }
}

/**
 * What holds for every statement of a new connection; it waits in line before the first one.
 * The last three matter on Galera: what another node has committed is there before anything is read, so that nobody
 * reads less than before when a node has died. Elsewhere they do nothing, or fail without harm.
 */
function prepare(connection: PoolConnection): void {
  const ignore = () => {}
  connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', ignore)
  connection.query(
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', SESSION innodb_lock_wait_timeout = 3",
    ignore,
  )
  connection.query('SET SESSION wsrep_sync_wait = 1', ignore)
  connection.query('SELECT 1', (error) => {
    if (error) connection.destroy()
  })
  connection.query('SET SESSION wsrep_sync_wait = 0', ignore)
}
