import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runChatapp, serveChatapp } from '../testing/chatapp-process.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'

const commands = [
  ...['serve', 'migrate', 'create-admin', 'reset-link', 'seed', 'move', 'restored'],
  ...['users', 'ban', 'role', 'audit'],
]

test('help lists the commands, and each command explains itself', async () => {
  const { code, stdout } = await runChatapp(['--help'], {})
  expect(code).toBe(0)
  for (const command of commands) expect(stdout).toContain(`\n  ${command}`)

  const helps = await Promise.all(commands.map((command) => runChatapp([command, '--help'], {})))
  for (const [i, help] of helps.entries()) {
    expect(help).toMatchObject({ code: 0, stderr: '' })
    expect(help.stdout).toContain(`Usage: chatapp ${commands[i]}`)
  }
})

test('what it does not know is refused in a line that shows the way', async () => {
  const tries = await Promise.all([
    runChatapp(['frobnicate'], {}),
    runChatapp(['seed', '--pepole', '3'], {}),
    runChatapp(['seed', '--people', 'many'], {}),
    runChatapp(['create-admin', '--name', 'Ana', '--username', 'ana'], {}),
  ])
  const says = tries.map(({ stderr }) => stderr.split('\n')[0])
  expect(says).toEqual([
    "error: unknown command 'frobnicate'",
    "error: unknown option '--pepole'",
    "error: option '--people <count>' argument 'many' is invalid. It must be a whole number.",
    "error: required option '--email <address>' not specified",
  ])
  for (const { code, stdout, stderr } of tries) {
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('--help')
  }
})

test('all mistakes in the settings are told at once, by every command', async () => {
  using folder = temporaryFolder()
  const env = { DATA_DIR: folder.path, PORT: '70000', RATE_LIMIT: 'maybe', DATABASE_URL: 'postgres://x' }
  for (const command of [['serve'], ['migrate'], ['seed']]) {
    const { code, stdout, stderr } = await runChatapp(command, env)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    const lines = stderr.trim().split('\n')
    expect(lines.map((line) => line.split(' ', 1)[0])).toEqual(['PORT', 'DATABASE_URL', 'RATE_LIMIT'])
    expect(lines[2]).toBe('RATE_LIMIT is "maybe"; it must be on or off.')
  }
})

test('a database is brought up to date once', async () => {
  using folder = temporaryFolder()
  const env = { DATA_DIR: folder.path }
  expect(await runChatapp(['migrate'], env)).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^Applied: 0001-first, .*\.\n$/),
    stderr: '',
  })
  expect(await runChatapp(['migrate'], env)).toMatchObject({
    code: 0,
    stdout: 'The database is up to date.\n',
  })
})

test('a port that is taken is told in a line', async () => {
  using folder = temporaryFolder()
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  const { port } = other.address() as { port: number }

  const { code, stdout, stderr } = await runChatapp(['serve'], { DATA_DIR: folder.path, PORT: String(port) })

  other.close()
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toBe(`Port ${port} is taken. Stop what uses it, or set PORT to another one.\n`)
})

test('a new instance says where it is and how to make its administrator, and ends when told to', async () => {
  using folder = temporaryFolder()
  await using server = await serveChatapp({ DATA_DIR: folder.path })
  await server.says(/^Database: SQLite, \/\S+\/chatapp\.db\. Redis: not used\. Mail: not used\.$/m)
  const [, token] = await server.says(/http:\S+\/setup#(\S+)\n/)

  const answer = await fetch(`${server.url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      token,
      name: 'Ana Kovač',
      username: 'ana',
      email: 'ana@example.com',
      password: 'correct horse battery',
    }),
  })

  expect(answer.status).toBe(201)
  expect(await answer.json()).toMatchObject({ user: { username: 'ana', role: 'admin' } })
  expect(await server.end('SIGTERM')).toBe(0)
})

test('what it makes is for its own user alone; a folder that is there keeps its mode', async () => {
  using folder = temporaryFolder()
  const dataDir = join(folder.path, 'data')
  const modesIn = (path: string) =>
    Object.fromEntries(readdirSync(path).map((name) => [name, modeOf(join(path, name))]))
  await using server = await serveChatapp({ DATA_DIR: dataDir })
  expect(modeOf(dataDir)).toBe('700')
  expect(modesIn(dataDir)).toEqual({
    'chatapp.db': '600',
    'chatapp.db-shm': '600',
    'chatapp.db-wal': '600',
    'chatapp.db.lock': '600',
    'chatapp.db.lock-journal': '600',
    secret: '600',
  })
  expect(await server.end('SIGTERM')).toBe(0)

  const open = join(folder.path, 'open')
  mkdirSync(open)
  chmodSync(open, 0o755)
  expect(await runChatapp(['migrate'], { DATA_DIR: open })).toMatchObject({ code: 0 })
  expect(modeOf(open)).toBe('755')
  expect(modesIn(open)).toEqual({ 'chatapp.db': '600' })
})

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)

test('the start tells where a password is used, and not the password', async () => {
  using folder = temporaryFolder()
  const env = {
    DATA_DIR: folder.path,
    SMTP_URL: 'smtps://post:hunter2@mail.example.org:465',
    MAIL_FROM: 'ChatApp <chat@example.org>',
  }
  await using server = await serveChatapp(env)
  const [line] = await server.says(/^Database: .*$/m)
  expect(line).toMatch(/ Mail: mail\.example\.org:465\.$/)
  expect(line).not.toContain('hunter2')
})
