/** A server of the MySQL protocol: a pool for what is short, and one for reads that may be slow. */
import { HandleEmptyInListsPlugin, Kysely, MysqlDialect, replaceWithNoncontingentExpression } from 'kysely'
import type { PoolOptions } from 'mysql2'
import type { Tables } from '../schema.ts'
import type { Db, MysqlStorage, StorageLog } from '../storage.ts'
import { MysqlPool } from './mysql-pool.ts'
import { requireFitServer } from './mysql-server.ts'

const shortReads = { connections: 8, statementMs: 5000 }
const slowReads = { connections: 4, statementMs: 15_000 }
/** A new column of a large table takes what it takes. */
const changesOfTables = { connections: 1, statementMs: null }

export function openMysql(url: string, log: StorageLog): MysqlStorage {
  const options = optionsOf(url)
  const short = new MysqlPool(options, { ...shortReads, log })
  const slow = new MysqlPool(options, { ...slowReads, log })
  return {
    engine: 'mysql',
    db: kyselyOn(short),
    scans: kyselyOn(slow),
    inTransaction: (work) => short.inTransaction(work),
    close: async () => void (await Promise.all([short.close(), slow.close()])),
  }
}

/**
 * For migrations, which come first.
 * @throws DatabaseMistake when the URL, the server or the database is not what it must be.
 */
export async function openMysqlToMigrate(
  url: string,
  log: StorageLog,
): Promise<Pick<MysqlStorage, 'db' | 'close'>> {
  const options = optionsOf(url)
  await requireFitServer(options, log)
  const pool = new MysqlPool(options, { ...changesOfTables, log })
  return { db: kyselyOn(pool), close: () => pool.close() }
}

function kyselyOn(pool: MysqlPool): Db {
  return new Kysely<Tables>({
    dialect: new MysqlDialect({ pool }),
    // `IN ()` is a mistake in MySQL's eyes; in SQLite's it is nobody.
    plugins: [new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression })],
  })
}

function optionsOf(url: string): PoolOptions {
  const { hostname, port, username, password, pathname } = new URL(url)
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 3306),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
  }
}
