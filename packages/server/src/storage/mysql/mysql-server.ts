/** Looks at the server before anything is opened on it. Each thing that does not fit is said in a line. */
import { createConnection, type PoolOptions } from 'mysql2/promise'
import { DatabaseMistake } from '../mistakes.ts'
import type { StorageLog } from '../storage.ts'

const oldest = { mariadb: [10, 6], mysql: [8, 0] } as const

/** @throws DatabaseMistake. */
export async function requireFitServer(options: PoolOptions, log: StorageLog): Promise<void> {
  const { version, flushes } = await askServer(options)
  if (/tidb/i.test(version)) return
  const kind = /mariadb/i.test(version) ? 'mariadb' : 'mysql'
  const [major = 0, minor = 0] = (/\d+\.\d+/.exec(version)?.[0] ?? '').split('.').map(Number)
  const [oldMajor, oldMinor] = oldest[kind]
  if (major < oldMajor || (major === oldMajor && minor < oldMinor))
    throw new DatabaseMistake(
      `The database server is ${version}; MariaDB ${oldest.mariadb.join('.')} or MySQL ${oldest.mysql.join('.')} is the oldest that will do.`,
    )
  if (flushes !== 1)
    log.warn(
      `The database server has innodb_flush_log_at_trx_commit=${flushes}: messages already acknowledged can be lost when its power fails. Set it to 1.`,
    )
}

async function askServer(options: PoolOptions): Promise<{ version: string; flushes: number }> {
  try {
    const connection = await createConnection({ ...options, connectTimeout: 5000 })
    try {
      const [rows] = await connection.query(
        'SELECT version() AS version, @@innodb_flush_log_at_trx_commit AS flushes',
      )
      return (rows as { version: string; flushes: number }[])[0]!
    } finally {
      connection.destroy()
    }
  } catch (error) {
    throw new DatabaseMistake(inWords(error as { code?: string; errno?: number; message: string }, options))
  }
}

function inWords(
  { code, errno, message }: { code?: string; errno?: number; message: string },
  { host, port, user, database }: PoolOptions,
): string {
  const place = `${host}:${port}`
  if (errno === 1045 || errno === 1698)
    return `The database at ${place} does not let "${user}" in. Check the user and the password in DATABASE_URL.`
  if (errno === 1049)
    return `There is no database "${database}" at ${place}. Make it with: CREATE DATABASE \`${database}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;`
  if (errno === 1044)
    return `"${user}" may not use the database "${database}" at ${place}. Let them with: GRANT ALL ON \`${database}\`.* TO '${user}'@'…';`
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `There is no host "${host}". Check DATABASE_URL.`
  if (code === 'ECONNREFUSED' || code === 'ETIMEDOUT' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return `No database answers at ${place} (${code}). Check DATABASE_URL, and that the server runs.`
  return `The database at ${place} refuses: ${message || code}`
}
