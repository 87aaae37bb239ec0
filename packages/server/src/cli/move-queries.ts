/** Whole tables, a page at a time in the order of their keys, from one engine to the other. */
import { sql } from 'kysely'
import { movingMarker } from '../storage/instance.ts'
import type { Tables } from '../storage/schema.ts'
import type { Db, MysqlStorage } from '../storage/storage.ts'

export type Row = Record<string, unknown>

/** Every table with its key. The instance itself comes last: with it, the copy is whole. */
export const keysOf = {
  auth_user: ['id'],
  auth_account: ['id'],
  auth_session: ['id'],
  auth_verification: ['id'],
  second_factors: ['user_key'],
  recovery_codes: ['digest'],
  single_use_tokens: ['digest'],
  mails: ['id'],
  audit: ['id'],
  invitations: ['id'],
  email_changes: ['user_key'],
  avatars: ['id'],
  profile_news: ['user_key'],
  deletions: ['user_key'],
  api_tokens: ['id'],
  feeds: ['user_key'],
  members: ['user_key', 'peer_key'],
  messages: ['low_key', 'high_key', 'number'],
  amendments: ['user_key', 'seq'],
  instance: ['name'],
} as const satisfies Record<Exclude<keyof Tables, 'nodes'> | 'auth_verification', string[]>

export type MovedTable = keyof typeof keysOf
export const movedTables = Object.keys(keysOf) as MovedTable[]

export async function countRows(db: Db, table: MovedTable): Promise<number> {
  const { rows } = await sql<{
    count: number
  }>`SELECT count(*) AS count FROM ${sql.table(table)} WHERE ${isMoved(table)}`.execute(db)
  return rows[0]!.count
}

/** Ascending by key. @param after the last row of the page before; null for the first page. */
export async function readPage(db: Db, table: MovedTable, after: Row | null, limit: number): Promise<Row[]> {
  const place = after === null ? sql`1 = 1` : isAfter(keysOf[table], after)
  const { rows } = await sql<Row>`
    SELECT * FROM ${sql.table(table)} WHERE ${isMoved(table)} AND ${place}
    ORDER BY ${sql.join(keysOf[table].map((column) => sql.ref(column)))} LIMIT ${limit}`.execute(db)
  return rows
}

export async function readLast(db: Db, table: MovedTable): Promise<Row | null> {
  const { rows } = await sql<Row>`
    SELECT * FROM ${sql.table(table)} WHERE ${isMoved(table)}
    ORDER BY ${sql.join(keysOf[table].map((column) => sql`${sql.ref(column)} DESC`))} LIMIT 1`.execute(db)
  return rows[0] ?? null
}

export async function insertRows(target: MysqlStorage, table: MovedTable, rows: Row[]): Promise<void> {
  const columns = Object.keys(rows[0]!)
  const names = columns.map((column) => `\`${column}\``).join(', ')
  const values = rows.map((row) => columns.map((column) => asBuffer(row[column])))
  await target.inTransaction((query) => query(`INSERT INTO ${table} (${names}) VALUES ?`, [values]))
}

/** The epoch of the source of a move that was begun and not finished. */
export async function readMarker({ db }: MysqlStorage): Promise<string | undefined> {
  const row = await db
    .selectFrom('instance')
    .select('value')
    .where('name', '=', movingMarker)
    .executeTakeFirst()
  return row?.value
}

export const writeMarker = ({ db }: MysqlStorage, epoch: string) =>
  db.insertInto('instance').values({ name: movingMarker, value: epoch }).execute()

/** The copy of the instance's own rows and the end of the mark are one commit. */
export const finish = ({ db }: MysqlStorage, instance: Row[]) =>
  db.transaction().execute(async (trx) => {
    await trx
      .insertInto('instance')
      .values(instance as unknown as Tables['instance'][])
      .execute()
    await trx.deleteFrom('instance').where('name', '=', movingMarker).execute()
  })

const isMoved = (table: MovedTable) => (table === 'instance' ? sql`name <> ${movingMarker}` : sql`1 = 1`)

/** Spelled out, and with a bound of its own, so that every engine goes straight to the place. */
function isAfter(key: readonly string[], row: Row) {
  const alternatives = key.map((column, i) => {
    const same = key.slice(0, i).map((before) => sql`${sql.ref(before)} = ${asBuffer(row[before])}`)
    return sql`(${sql.join([...same, sql`${sql.ref(column)} > ${asBuffer(row[column])}`], sql` AND `)})`
  })
  const [first] = key as [string]
  return sql`${sql.ref(first)} >= ${asBuffer(row[first])} AND (${sql.join(alternatives, sql` OR `)})`
}

/** What SQLite gives as plain bytes, MySQL's client wants as a Buffer. */
export const asBuffer = (value: unknown): unknown =>
  value instanceof Uint8Array && !Buffer.isBuffer(value) ? Buffer.from(value) : value
