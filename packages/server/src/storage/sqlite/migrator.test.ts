import { once } from 'node:events'
import { watch } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { allTables } from '../../testing/all-tables.ts'
import { spawnChatapp } from '../../testing/chatapp-process.ts'
import { temporaryFolder } from '../../testing/temporary-folder.ts'
import { migrateDatabase, openForServing } from '../database.ts'

const all = [
  '0001-first',
  '0002-nodes',
  '0003-reset-links',
  '0004-mails',
  '0005-confirmations',
  '0006-second-factors',
  '0007-profiles',
  '0008-audit',
  '0009-desk',
  '0010-invitations',
  '0011-api-tokens',
  '0012-deletions',
  '0013-emails',
]

test('a new database gets everything, and a second time there is nothing to do', async () => {
  using folder = temporaryFolder()
  const url = `sqlite:${join(folder.path, 'deeper/chatapp.db')}`
  expect(await migrateDatabase(url)).toEqual(all)
  expect(await migrateDatabase(url)).toEqual([])
  const storage = await openForServing(url)
  await storage.close()
  expect(await migrateDatabase(url)).toEqual([])
})

test('of three that migrate at once, one does it', async () => {
  using folder = temporaryFolder()
  const url = `sqlite:${join(folder.path, 'chatapp.db')}`
  const applied = await Promise.all([migrateDatabase(url), migrateDatabase(url), migrateDatabase(url)])
  expect(applied.flat()).toEqual(all)
})

test('a migration that is killed has happened wholly or not at all, and the next one ends it', async () => {
  const found = { nothing: 0, everything: 0 }
  for (const writes of [1, 2, 4, 6, 8, 12, 16, 30]) {
    using folder = temporaryFolder()
    const dataDir = join(folder.path, 'data')
    await mkdir(dataDir)
    await killWhileMigrating(dataDir, writes)

    const left = tablesIn(dataDir)
    if (left.length > 0) expect(left).toEqual(allTables)
    found[left.length > 0 ? 'everything' : 'nothing']++
    await migrateDatabase(`sqlite:${join(dataDir, 'chatapp.db')}`)
    expect(tablesIn(dataDir)).toEqual(allTables)
  }
  console.log(
    `killed while migrating: ${found.nothing} times nothing was there, ${found.everything} times all`,
  )
}, 120_000)

test('what a newer version has changed is left to it', async () => {
  using folder = temporaryFolder()
  const file = join(folder.path, 'chatapp.db')
  await migrateDatabase(`sqlite:${file}`)
  const database = new DatabaseSync(file)
  database.exec("INSERT INTO kysely_migration VALUES ('9999-later', '2030-01-01T00:00:00.000Z')")
  database.close()
  await expect(openForServing(`sqlite:${file}`)).rejects.toThrow(
    'A newer ChatApp has changed this database (9999-later)',
  )
})

/** Kills it when it has written to the log so many times, or lets it end when it does not write that often. */
async function killWhileMigrating(dataDir: string, writes: number): Promise<void> {
  const child = spawnChatapp(['migrate'], { DATA_DIR: dataDir })
  let seen = 0
  const watcher = watch(dataDir, (_event, file) => {
    if (file?.endsWith('-wal') && ++seen === writes) child.kill('SIGKILL')
  })
  await once(child, 'exit')
  watcher.close()
}

function tablesIn(dataDir: string): string[] {
  const database = new DatabaseSync(join(dataDir, 'chatapp.db'))
  const rows = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'kysely%' ORDER BY name")
    .all() as { name: string }[]
  database.close()
  return rows.map(({ name }) => name)
}
