/** What the engines call differently in a table. */
import { type Expression, type Kysely, MysqlAdapter, type RawBuilder, sql } from 'kysely'

export interface Parts {
  bytes(length: number): RawBuilder<unknown>
  /** Of any length up to 16 MiB. */
  longBytes: RawBuilder<unknown>
  /** As long as a message may be. */
  longText: RawBuilder<unknown>
  /** The end of a table whose rows lie in the order of the primary key: a conversation's messages together. */
  clustered: Expression<unknown>
  /** The end of any other. */
  plain: Expression<unknown>
  /** May be null. As with an index, below. */
  addColumn(
    table: string,
    name: string,
    type: 'bigint' | 'varchar(32)' | 'varchar(255)' | 'varchar(300)',
  ): Promise<void>
  /** Also when it is there already: where a change of tables cannot be undone, it must be able to run again. */
  createIndex(name: string, table: string, columns: string[]): Promise<void>
}

export function partsOf(db: Kysely<unknown>): Parts {
  return db.getExecutor().adapter instanceof MysqlAdapter ? mysqlParts(db) : sqliteParts(db)
}

function sqliteParts(db: Kysely<unknown>): Parts {
  return {
    bytes: () => sql`blob`,
    longBytes: sql`blob`,
    longText: sql`text`,
    clustered: sql`without rowid`,
    plain: sql``,
    addColumn: (table, name, type) => db.schema.alterTable(table).addColumn(name, type).execute(),
    createIndex: (name, table, columns) => db.schema.createIndex(name).on(table).columns(columns).execute(),
  }
}

function mysqlParts(db: Kysely<unknown>): Parts {
  // Texts are compared byte by byte, as SQLite does: two names that look alike to a language are two names.
  const innodb = sql`engine=InnoDB row_format=dynamic default charset=utf8mb4 collate=utf8mb4_bin`
  return {
    bytes: (length) => sql`binary(${sql.lit(length)})`,
    longBytes: sql`mediumblob`,
    longText: sql`mediumtext`,
    clustered: innodb,
    plain: innodb,
    async addColumn(table, name, type) {
      const { rows } = await sql`
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = database() AND table_name = ${table} AND column_name = ${name}`.execute(db)
      if (rows.length === 0) await db.schema.alterTable(table).addColumn(name, type).execute()
    },
    async createIndex(name, table, columns) {
      const { rows } = await sql`
        SELECT 1 FROM information_schema.statistics
        WHERE table_schema = database() AND table_name = ${table} AND index_name = ${name}`.execute(db)
      if (rows.length === 0) await db.schema.createIndex(name).on(table).columns(columns).execute()
    },
  }
}
