/** On what the tests run: SQLite and memory, or MariaDB and Redis. */
import { basename } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { hasService, testRedisUrl } from './services.ts'

export const isEmbedded = process.env.CHATAPP_TEST_STACK !== 'mysql'

export const mysqlUrl = process.env.CHATAPP_TEST_MYSQL ?? 'mysql://root@127.0.0.1:3306'

/** Of all databases that this run makes; its end removes them. */
const prefix = () => process.env.CHATAPP_TEST_RUN ?? `chatapp_test_${process.pid}`

/** The settings for a server that keeps its files in a folder: its database goes with the folder's name. */
export async function stackSettings(dataDir: string): Promise<Record<string, string>> {
  if (isEmbedded) return {}
  return { DATABASE_URL: await makeDatabase(basename(dataDir)), REDIS_URL: testRedisUrl }
}

/** A database of the MySQL protocol, there already or made now. @returns its URL. */
export async function makeDatabase(name: string): Promise<string> {
  const database = `${prefix()}_${name.replace(/\W/g, '_')}`.toLowerCase()
  await askMysql(`CREATE DATABASE IF NOT EXISTS ${database} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`)
  return `${mysqlUrl}/${database}`
}

export async function dropDatabases(): Promise<void> {
  const rows = (await askMysql('SHOW DATABASES')) as { Database: string }[]
  for (const { Database } of rows)
    if (Database.startsWith(`${prefix()}_`)) await askMysql(`DROP DATABASE ${Database}`)
}

/** @param meanwhile runs while the connection is still there, with what it holds. */
export async function askMysql(sql: string, url = mysqlUrl, meanwhile = async () => {}): Promise<unknown> {
  const connection = await createConnection(url)
  try {
    const [answer] = await connection.query(sql)
    await meanwhile()
    return answer
  } finally {
    connection.destroy()
  }
}

/** Whether the second stack can be had here. */
export const hasSecondStack = async (): Promise<boolean> =>
  (await hasService('MariaDB', mysqlUrl, 3306)) && (await hasService('Redis', testRedisUrl, 6379))
