import { sql } from 'kysely'
import type { Storage } from './storage.ts'

/** In bytes: of the file, or what the server says of its tables and their indexes. */
export async function databaseBytes({ engine, scans }: Storage): Promise<number> {
  const size =
    engine === 'sqlite'
      ? sql<Size>`SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()`
      : sql<Size>`
          SELECT sum(data_length + index_length) AS bytes FROM information_schema.tables
          WHERE table_schema = database()`
  return Number((await size.execute(scans)).rows[0]!.bytes)
}

interface Size {
  bytes: number | string
}
