import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { turnOnSecondFactor } from '../testing/authenticator.ts'
import { runChatapp, serveChatapp, spawnChatapp } from '../testing/chatapp-process.ts'
import { everythingOf } from '../testing/everything-of.ts'
import { goodInputs } from '../testing/good-inputs.ts'
import { startTestServer } from '../testing/index.ts'
import { signIn } from '../testing/sign-in.ts'
import { askMysql, makeDatabase } from '../testing/stack.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { movedTables } from './move-queries.ts'

const password = 'rain in the morning'

async function seeded(people: number, messages: number) {
  const folder = temporaryFolder()
  const env = { DATA_DIR: folder.path }
  const size = ['--people', String(people), '--messages', String(messages)]
  await runChatapp(['seed', '--password', password, ...size], env)
  return { folder, env, [Symbol.dispose]: () => folder[Symbol.dispose]() }
}

const { setAvatar: smallPicture } = goodInputs({ peer: '', messageId: '', newcomer: '' })

const countIn = async (url: string, table: string): Promise<number> => {
  const [row] = (await askMysql(`SELECT count(*) AS count FROM ${table}`, url)) as [{ count: number }]
  return row.count
}

test('an instance that moved is the same for everybody, sessions included', async () => {
  using source = await seeded(50, 500)
  const server = await startTestServer({ dataDir: source.folder.path })
  const ana = await signIn(server, 'ana', password)
  const chloe = await signIn(server, 'chloe', password)
  const { app, recoveryCodes } = await turnOnSecondFactor(chloe)
  const { avatarUrl } = (await ana.call('setAvatar', smallPicture)).body
  const picture = (await ana.request('GET', avatarUrl!)).body
  const before = await everythingOf(ana)
  await server[Symbol.asyncDispose]()

  const url = await makeDatabase('moved')
  const moved = await runChatapp(['move', '--to', url], source.env)
  expect(moved).toMatchObject({ code: 0, stderr: '' })
  expect(moved.stdout).toMatch(/^ok {5}auth_user: 55 rows, sha256 [0-9a-f]{16}$/m)
  expect(moved.stdout.match(/^ok /gm)).toHaveLength(movedTables.length - 1)
  expect(moved.stdout).toMatch(/^Moved\. /m)

  const there = await startTestServer({ dataDir: source.folder.path, env: { DATABASE_URL: url } })
  expect(await everythingOf(await signIn(there, 'ana', password))).toEqual(before)
  const anaAgain = Object.assign(there.stranger(), { cookie: ana.cookie, me: ana.me })
  expect(await everythingOf(anaAgain)).toEqual(before)
  for (const code of [app.code(), recoveryCodes[0]!]) {
    const body = { login: 'chloe', password, code }
    expect((await there.stranger().call('signIn', { body })).status).toBe(200)
  }
  expect((await anaAgain.request('GET', avatarUrl!)).body).toEqual(picture)
  const ben = await signIn(there, 'ben', password)
  expect((await ben.send(anaAgain, 'still here')).number).toBeGreaterThan(1)

  const again = await runChatapp(['move', '--to', url], source.env)
  const name = new URL(url).pathname.slice(1)
  const wayOut = `DROP DATABASE \`${name}\`; CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;`
  expect(again).toMatchObject({
    code: 1,
    stderr: `The database is not empty, and a move needs one of its own. If nothing in it is needed, empty it, and move again: ${wayOut}\n`,
  })
  await there[Symbol.asyncDispose]()
  for (const statement of wayOut.split('; ')) await askMysql(statement)
  expect(await runChatapp(['move', '--to', url], source.env)).toMatchObject({ code: 0, stderr: '' })
})

test('a move that is killed cannot be served, and goes on where it was', async () => {
  using source = await seeded(200, 20_000)
  const url = await makeDatabase('move_killed')
  const child = spawnChatapp(['move', '--to', url], source.env)
  const exited = once(child, 'exit')
  let copied = 0
  while (copied === 0) copied = await countIn(url, 'messages').catch(() => 0)
  child.kill('SIGKILL')
  await exited
  copied = await countIn(url, 'messages')
  expect(copied).toBeLessThan(20_000)

  expect(await runChatapp(['serve'], { ...source.env, DATABASE_URL: url })).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^A move into this database is not finished\..*\n$/),
  })
  const moved = await runChatapp(['move', '--to', url], source.env)
  expect(moved).toMatchObject({ code: 0, stderr: '' })
  expect(moved.stdout).toMatch(/^Going on with a move that was begun before\.$/m)
  expect(await countIn(url, 'messages')).toBeGreaterThanOrEqual(20_000)
  console.log(`killed with ${copied} messages there`)
})

test('what was written meanwhile is noticed', async () => {
  using source = await seeded(0, 0)
  const url = await makeDatabase('move_changed')
  await runChatapp(['migrate'], { ...source.env, DATABASE_URL: url })
  const other = await makeDatabase('move_changed_other')
  await runChatapp(['move', '--to', other], source.env)
  const [{ value: epoch }] = (await askMysql("SELECT value FROM instance WHERE name = 'epoch'", other)) as [
    { value: string },
  ]
  await askMysql(`INSERT INTO instance VALUES ('moving', '${epoch}')`, url)
  await askMysql('INSERT INTO feeds VALUES (1, 1)', url)
  const moved = await runChatapp(['move', '--to', url], source.env)
  expect(moved.code).toBe(1)
  expect(moved.stderr).toMatch(/^feeds has \d+ rows in the file and \d+ in the database\.\n/)

  using another = await seeded(0, 0)
  expect(await runChatapp(['move', '--to', url], another.env)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /^The database holds an unfinished move of another instance\. If .* empty it.*DROP DATABASE/,
    ),
  })
})

test('it goes from a file that nobody serves to a mysql: database, and nowhere else', async () => {
  using source = await seeded(0, 0)
  const url = await makeDatabase('move_refused')
  const refusal = async (to: string, env: Record<string, string> = {}) => {
    const { code, stderr } = await runChatapp(['move', '--to', to], { ...source.env, ...env })
    expect(code).toBe(1)
    return stderr
  }
  const ways = 'A move goes from a file of SQLite (DATABASE_URL) to a mysql: database (--to).\n'
  expect(await refusal('sqlite:elsewhere.db')).toBe(ways)
  expect(await refusal(url, { DATABASE_URL: url })).toBe(ways)
  expect(await refusal('postgres://x/y')).toContain('DATABASE_URL is not acceptable')
  await using _server = await serveChatapp(source.env)
  expect(await refusal(url)).toContain('Another ChatApp already serves')
})

test('where nothing or nobody is, nothing is moved, and the target stays as it is', async () => {
  using folder = temporaryFolder()
  const url = await makeDatabase('move_nothing')
  const env = { DATA_DIR: folder.path }
  const move = () => runChatapp(['move', '--to', url], env)

  const missing = await move()
  expect(missing).toMatchObject({ code: 1, stdout: '' })
  expect(missing.stderr).toMatch(
    /^There is no ChatApp database at \S+chatapp\.db\. .*DATA_DIR and DATABASE_URL.*\n$/,
  )
  expect(readdirSync(folder.path)).toEqual([])

  await runChatapp(['migrate'], env)
  const empty = await move()
  expect(empty).toMatchObject({ code: 1, stdout: '' })
  expect(empty.stderr).toMatch(/^Nobody has an account in \S+chatapp\.db, .*DATA_DIR and DATABASE_URL.*\n$/)
  expect(await askMysql('SHOW TABLES', url)).toEqual([])
})
