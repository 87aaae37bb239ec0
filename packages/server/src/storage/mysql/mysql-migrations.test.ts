import { once } from 'node:events'
import { expect, test } from 'vitest'
import { allTables } from '../../testing/all-tables.ts'
import { runChatapp, spawnChatapp } from '../../testing/chatapp-process.ts'
import { askMysql, makeDatabase } from '../../testing/stack.ts'
import { temporaryFolder } from '../../testing/temporary-folder.ts'

const tablesIn = async (url: string): Promise<string[]> =>
  ((await askMysql('SHOW TABLES', url)) as Record<string, string>[])
    .map((row) => Object.values(row)[0]!)
    .filter((name) => !name.startsWith('kysely'))
    .sort()

/** The indexes, and what the tables say of themselves. */
const structureOf = async (url: string) => {
  const structure: Record<string, unknown> = {}
  for (const table of await tablesIn(url))
    structure[table] = await askMysql(`SHOW CREATE TABLE ${table}`, url)
  return structure
}

test('ten processes that migrate at once: one does it, the others find it done', async () => {
  using folder = temporaryFolder()
  const url = await makeDatabase('ten_at_once')
  const ended = await Promise.all(
    Array.from({ length: 10 }, () => runChatapp(['migrate'], { DATA_DIR: folder.path, DATABASE_URL: url })),
  )
  expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual(Array(10).fill([0, '']))
  expect(ended.map(({ stdout }) => stdout).sort()).toEqual([
    expect.stringMatching(/^Applied: 0001-first, .*\.\n$/),
    ...Array(9).fill('The database is up to date.\n'),
  ])
  expect(await tablesIn(url)).toEqual(allTables)
}, 60_000)

test('a migration that is killed half way is finished by the next one', async () => {
  using folder = temporaryFolder()
  const whole = await makeDatabase('whole')
  await runChatapp(['migrate'], { DATA_DIR: folder.path, DATABASE_URL: whole })
  const partly: number[] = []
  for (const tables of [1, 3, 5, 8, 10]) {
    const url = await makeDatabase(`killed_at_${tables}`)
    const child = spawnChatapp(['migrate'], { DATA_DIR: folder.path, DATABASE_URL: url })
    const exited = once(child, 'exit')
    while ((await tablesIn(url)).length < tables && child.exitCode === null);
    child.kill('SIGKILL')
    await exited
    partly.push((await tablesIn(url)).length)

    const { code } = await runChatapp(['migrate'], { DATA_DIR: folder.path, DATABASE_URL: url })
    expect(code).toBe(0)
    expect(await structureOf(url)).toEqual(await structureOf(whole))
  }
  console.log(`killed while migrating, at so many tables of ${allTables.length}: ${partly.join(', ')}`)
}, 60_000)
