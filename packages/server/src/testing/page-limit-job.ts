import type { DatabaseSync } from 'node:sqlite'

/** A disk that ends: the writer's file may have so many pages more than it has; null takes the limit away. */
export function prepareJob(db: DatabaseSync): (more: number | null) => null {
  const count = db.prepare('PRAGMA page_count')
  return (more) => {
    const { page_count } = count.get() as { page_count: number }
    db.exec(`PRAGMA max_page_count = ${more === null ? 4294967294 : page_count + more}`)
    return null
  }
}
