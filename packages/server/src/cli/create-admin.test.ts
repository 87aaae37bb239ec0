import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { chatappFile, childEnvironment, runChatapp } from '../testing/chatapp-process.ts'
import { startTestServer, type TestServer } from '../testing/index.ts'

const dana = ['--name', 'Dana Levi', '--username', 'dana', '--email', 'dana@example.com']
const password = 'a horse of course'

const createAdmin = (server: TestServer, parameters: string[], input: string) =>
  runChatapp(['create-admin', ...parameters], { DATA_DIR: server.dataDir }, input)

async function usernamesIn({ app }: TestServer): Promise<string[]> {
  const rows = await app.storage.db.selectFrom('auth_user').select('username').orderBy('username').execute()
  return rows.map(({ username }) => username)
}

test('an administrator is made beside the running server, and signs in', async () => {
  await using server = await startTestServer()
  expect(await createAdmin(server, dana, `${password}\n`)).toEqual({
    code: 0,
    stdout: 'Dana Levi (@dana) is an administrator and may sign in.\n',
    stderr: '',
  })
  const signedIn = await server.stranger().call('signIn', { body: { login: 'dana', password } })
  expect(signedIn).toMatchObject({ status: 200, body: { user: { username: 'dana', role: 'admin' } } })
  expect((await server.stranger().call('getInstance')).body.needsSetUp).toBe(false)
})

test('a name or an address that is taken is refused', async () => {
  await using server = await startTestServer()
  await server.join('dana')
  expect(await createAdmin(server, dana, password)).toEqual({
    code: 1,
    stdout: '',
    stderr: 'The username is taken.\n',
  })
  const other = ['--name', 'Dana', '--username', 'dana2', '--email', 'DANA@example.com']
  expect(await createAdmin(server, other, password)).toMatchObject({
    code: 1,
    stderr: 'The email is taken.\n',
  })
  expect(await usernamesIn(server)).toEqual(['dana'])
})

test('everything that does not fit is told before a password is asked for, and nothing is made', async () => {
  await using server = await startTestServer()
  const unfit = ['--name', '', '--username', 'Da na', '--email', 'dana']
  expect(await createAdmin(server, unfit, password)).toMatchObject({
    code: 1,
    stderr: [
      'The name is too short.',
      'The username does not have the right form.',
      'The email does not have the right form.',
      '',
    ].join('\n'),
  })
  expect(await createAdmin(server, dana, 'short\n')).toMatchObject({
    code: 1,
    stderr: 'The password is too short.\n',
  })
  expect(await createAdmin(server, dana, '')).toMatchObject({
    code: 1,
    stderr: 'The password is too short.\n',
  })
  const blank = ['--name', '\u200b', '--username', 'dana', '--email', 'dana@example.com']
  expect(await createAdmin(server, blank, password)).toMatchObject({
    code: 1,
    stderr: 'The name is empty.\n',
  })
  expect(await usernamesIn(server)).toEqual([])
})

// `script` gives a process a terminal; elsewhere it takes other parameters.
const testOnTerminal = test.skipIf(process.platform !== 'linux')

/** Types an answer to each prompt. */
async function typeAnswers(server: TestServer, answers: string[]): Promise<{ code: number; shown: string }> {
  const quoted = [process.execPath, chatappFile, 'create-admin', ...dana].map((part) => `'${part}'`).join(' ')
  const terminal = spawn('script', ['--quiet', '--return', '--command', quoted, '/dev/null'], {
    env: childEnvironment({ DATA_DIR: server.dataDir }),
  })
  const prompts = ['Password: ', 'Once more: ']
  let shown = ''
  terminal.stdout.on('data', (chunk) => {
    shown += chunk
    if (prompts.length === 0 || !shown.includes(prompts[0]!)) return
    prompts.shift()
    terminal.stdin.write(answers.shift() ?? '')
  })
  const [code] = await once(terminal, 'close')
  return { code, shown }
}

testOnTerminal('on a terminal the password is typed twice and never shown', async () => {
  await using server = await startTestServer()
  const { code, shown } = await typeAnswers(server, [`${password}\r`, `${password}\r`])
  expect(shown.replaceAll('\r', '').split('\n')).toEqual([
    'Password: ',
    'Once more: ',
    'Dana Levi (@dana) is an administrator and may sign in.',
    '',
  ])
  expect(code).toBe(0)
})

testOnTerminal('two different passwords make nothing', async () => {
  await using server = await startTestServer()
  const { code, shown } = await typeAnswers(server, [`${password}\r`, 'a horse of curse\r'])
  expect(shown).toContain('The two passwords are not the same. Nothing was made.')
  expect(shown).not.toContain('horse')
  expect(code).toBe(1)
  expect(await usernamesIn(server)).toEqual([])
})

testOnTerminal('Ctrl-C at the prompt makes nothing', async () => {
  await using server = await startTestServer()
  const { code } = await typeAnswers(server, ['a horse\u0003'])
  expect(code).toBe(130)
  expect(await usernamesIn(server)).toEqual([])
})
