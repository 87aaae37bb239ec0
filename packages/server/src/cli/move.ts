/** `chatapp move`: a whole instance from its file into a database of the MySQL protocol, resumable, and verified. */
import { createHash } from 'node:crypto'
import { readConfig } from '../config.ts'
import { openForServing, openOrMake, placeOf, requireDatabase } from '../storage/database.ts'
import { readEpoch } from '../storage/instance.ts'
import { DatabaseMistake } from '../storage/mistakes.ts'
import type { Db, MysqlStorage } from '../storage/storage.ts'
import {
  asBuffer,
  countRows,
  finish,
  insertRows,
  type MovedTable,
  movedTables,
  type Row,
  readLast,
  readMarker,
  readPage,
  writeMarker,
} from './move-queries.ts'
import { type Progress, showProgress } from './progress.ts'

const rowsAtOnce = 1000

export default async function move({ to }: { to: string }): Promise<void> {
  const { databaseUrl } = readConfig()
  const { databaseUrl: targetUrl } = readConfig({ DATABASE_URL: to })
  if (databaseUrl.startsWith('mysql:') || !targetUrl.startsWith('mysql:'))
    throw new DatabaseMistake('A move goes from a file of SQLite (DATABASE_URL) to a mysql: database (--to).')

  await requireDatabase(databaseUrl)
  // Nobody else has the file meanwhile.
  await using opened = new AsyncDisposableStack()
  const source = opened.adopt(await openForServing(databaseUrl), (storage) => storage.close())
  if ((await countRows(source.scans, 'auth_user')) === 0)
    throw new DatabaseMistake(
      `Nobody has an account in ${placeOf(databaseUrl)}, so there is nothing to move. Check DATA_DIR and DATABASE_URL: a command needs the settings of the server.`,
    )
  const target = opened.adopt(
    (await openOrMake(targetUrl, console, 'unfinished too')) as MysqlStorage,
    (storage) => storage.close(),
  )
  const wayOut = wayToEmpty(targetUrl)
  await begin(target, await readEpoch(source.db, () => crypto.randomUUID()), wayOut)
  await copyAll(source.scans, target)
  const mistakes = await verify(source.scans, target)
  if (mistakes.length > 0)
    throw new DatabaseMistake(
      `${mistakes.join('\n')}\nThe file was written to since the move began, or the database by somebody else. It is not open for serving. ${wayOut}`,
    )
  await finish(target, await readPage(source.scans, 'instance', null, rowsAtOnce))
  console.log(
    'Moved. From now on start with this DATABASE_URL, and with the same SECRET or DATA_DIR: the key that signs sessions stays in DATA_DIR/secret. The file is as it was; keep it until you have a backup of the database.',
  )
}

/** The tables themselves may stay, but nobody would find all that is in them. */
function wayToEmpty(url: string): string {
  const name = `\`${decodeURIComponent(new URL(url).pathname.slice(1))}\``
  return `If nothing in it is needed, empty it, and move again: DROP DATABASE ${name}; CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;`
}

async function begin(target: MysqlStorage, epoch: string, wayOut: string): Promise<void> {
  const unfinished = await readMarker(target)
  if (unfinished === epoch) return console.log('Going on with a move that was begun before.')
  if (unfinished !== undefined)
    throw new DatabaseMistake(`The database holds an unfinished move of another instance. ${wayOut}`)
  for (const table of movedTables)
    if ((await countRows(target.db, table)) > 0)
      throw new DatabaseMistake(`The database is not empty, and a move needs one of its own. ${wayOut}`)
  await writeMarker(target, epoch)
}

/** All but the instance's own rows, which make it whole. */
const copiedTables = movedTables.filter((table) => table !== 'instance')

async function copyAll(source: Db, target: MysqlStorage): Promise<void> {
  for (const table of copiedTables) {
    const progress = showProgress(`Copying ${table}`, await countRows(source, table))
    // Rows go over in the order of their key, so the last one there tells how far a move that broke off has come.
    let last = await readLast(target.db, table)
    let count = last === null ? 0 : await countRows(target.db, table)
    for (;;) {
      const rows = await readPage(source, table, last, rowsAtOnce)
      if (rows.length === 0) break
      for (const some of inMegabytes(rows)) await insertRows(target, table, some)
      last = rows.at(-1)!
      count += rows.length
      progress.to(count)
    }
    progress.end()
  }
}

/** Below what one statement may carry. */
function* inMegabytes(rows: Row[]): Generator<Row[]> {
  let some: Row[] = []
  let size = 0
  for (const row of rows) {
    some.push(row)
    size += lengthOf(row.body) + lengthOf(row.bytes)
    if (size < 1_000_000) continue
    yield some
    some = []
    size = 0
  }
  if (some.length > 0) yield some
}

const lengthOf = (value: unknown): number =>
  typeof value === 'string' || value instanceof Uint8Array ? value.length : 0

/** Reads both sides again, from the first row to the last. @returns a line for each table that differs. */
async function verify(source: Db, target: MysqlStorage): Promise<string[]> {
  const mistakes: string[] = []
  for (const table of copiedTables) {
    const progress = showProgress(`Verifying ${table}`, 2 * (await countRows(source, table)))
    const ours = await digestOf(source, table, progress, 0)
    const theirs = await digestOf(target.scans, table, progress, ours.count)
    progress.end()
    const isSame = ours.count === theirs.count && ours.digest === theirs.digest
    console.log(
      `${isSame ? 'ok    ' : 'DIFFERS'} ${table}: ${theirs.count} rows, sha256 ${theirs.digest.slice(0, 16)}`,
    )
    if (!isSame)
      mistakes.push(`${table} has ${ours.count} rows in the file and ${theirs.count} in the database.`)
  }
  return mistakes
}

async function digestOf(
  db: Db,
  table: MovedTable,
  progress: Progress,
  before: number,
): Promise<{ count: number; digest: string }> {
  const digest = createHash('sha256')
  let last: Row | null = null
  let count = 0
  for (;;) {
    const rows: Row[] = await readPage(db, table, last, rowsAtOnce)
    if (rows.length === 0) return { count, digest: digest.digest('hex') }
    for (const row of rows) digest.update(textOf(row))
    last = rows.at(-1)!
    count += rows.length
    progress.to(before + count)
  }
}

/** The same text for the same row, whichever engine it comes from. */
const textOf = (row: Row): string =>
  JSON.stringify(
    Object.keys(row)
      .sort()
      .map((column) => [column, plain(row[column])]),
  )

const plain = (value: unknown): unknown => {
  const bytes = asBuffer(value)
  return Buffer.isBuffer(bytes) ? bytes.toString('hex') : value
}
