import type { SqliteStorage } from '../../storage/storage.ts'
import type { Written } from './append.ts'
import type { GroupWriter } from './grouped-append.ts'

const job = new URL('./sqlite-job.ts', import.meta.url)

/** A group is a job of the writer thread. */
export const sqliteWriter = (storage: SqliteStorage): GroupWriter => ({
  // They lie before the writer while it is at another group, so it never idles.
  worthwhile: 32,
  commit: (writes) => storage.runJob<Written[]>(job, writes),
})
