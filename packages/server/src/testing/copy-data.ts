import { cpSync } from 'node:fs'
import { askMysql, isEmbedded, stackSettings } from './stack.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Copies a folder with all that a server, which has been stopped, kept in it and in its database. */
export async function copyData(dataDir: string): Promise<{ path: string } & Disposable> {
  const folder = temporaryFolder()
  cpSync(dataDir, folder.path, { recursive: true })
  if (isEmbedded) return folder
  const [from, to] = [await stackSettings(dataDir), await stackSettings(folder.path)].map(
    ({ DATABASE_URL }) => new URL(DATABASE_URL!).pathname.slice(1),
  )
  const tables = (await askMysql(`SHOW TABLES FROM ${from}`)) as Record<string, string>[]
  for (const table of tables.flatMap((row) => Object.values(row))) {
    await askMysql(`CREATE TABLE ${to}.${table} LIKE ${from}.${table}`)
    await askMysql(`INSERT INTO ${to}.${table} SELECT * FROM ${from}.${table}`)
  }
  return folder
}
