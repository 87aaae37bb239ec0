import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { registration } from '../testing/good-inputs.ts'
import { castPassword, startTestServer, type TestServer } from '../testing/index.ts'

let server: TestServer
let username: string
let count = 0

beforeAll(async () => {
  server = await startTestServer()
  await server.join('ana')
})
beforeEach(() => {
  username = `newcomer_${++count}`
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const signUp = (change: object = {}) =>
  server.stranger().call('signUp', { body: { ...registration(username), ...change } })

/** Rows that belong to accounts, by table: what a refused sign-up must not add to. */
async function accountRows() {
  const count = async (table: string) => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(
      server.app.storage.db,
    )
    return rows[0]!.n
  }
  return Promise.all(['auth_user', 'auth_account', 'auth_session', 'feeds'].map(count))
}

test('somebody who signs up is there, signed in, and found by others', async () => {
  const newcomer = server.stranger()
  const before = Date.now()
  const { status, body } = await newcomer.call('signUp', { body: registration(username) })
  expect(status).toBe(201)
  expect(body.user).toEqual({
    username,
    name: 'New Comer',
    avatarUrl: null,
    bio: '',
    email: `${username}@example.com`,
    pendingEmail: null,
    role: 'user',
    createdAt: expect.any(String),
  })
  expect(Date.parse(body.user.createdAt)).toBeGreaterThanOrEqual(before)
  expect((await newcomer.call('getMe')).body).toEqual(body.user)
  const ana = server.stranger()
  await ana.call('signIn', { body: { login: 'ana', password: castPassword } })
  expect((await ana.call('getUser', { params: { username } })).body.name).toBe('New Comer')
})

test('usernames and addresses are kept in lower case', async () => {
  const { body } = await signUp({ username: username.toUpperCase(), email: `${username}@EXAMPLE.Com` })
  expect(body.user).toMatchObject({ username, email: `${username}@example.com` })
})

test('a username or an address is taken in whatever case it comes', async () => {
  await signUp()
  const before = await accountRows()
  const other = 'other@example.com'
  for (const again of [username, username.toUpperCase(), username.replace('n', 'N')])
    expectRefusal(await signUp({ username: again, email: other }), 'validation_failed', [
      '/username',
      'taken',
    ])
  for (const again of [`${username}@example.com`, `${username.toUpperCase()}@EXAMPLE.COM`])
    expectRefusal(await signUp({ username: `${username}_x`, email: again }), 'validation_failed', [
      '/email',
      'taken',
    ])
  expect(await accountRows()).toEqual(before)
})

test('a sign-up that fails on its address leaves its username free', async () => {
  await signUp()
  const second = `${username}_2`
  expectRefusal(await signUp({ username: second }), 'validation_failed', ['/email', 'taken'])
  expect((await signUp({ username: second, email: 'free@example.com' })).status).toBe(201)
})

test.each(['username', 'email'] as const)(
  'of five who want one %s at the same moment, one gets it',
  async (wanted) => {
    const [users = 0, accounts = 0, sessions = 0] = await accountRows()
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map((i) =>
        signUp(
          wanted === 'username'
            ? { email: `${username}_${i}@example.com`, username: i % 2 ? username : username.toUpperCase() }
            : { username: `${username}_${i}` },
        ),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422, 422])
    for (const answer of answers)
      if (answer.status === 422) {
        expectRefusal(answer, 'validation_failed', [`/${wanted}`, 'taken'])
        expect(answer.headers.getSetCookie()).toEqual([])
      }
    expect(await accountRows()).toEqual([users + 1, accounts + 1, sessions + 1, expect.any(Number)])
  },
)

test('nobody makes an administrator of themselves, or fills in what is not theirs to say', async () => {
  const before = await accountRows()
  for (const extra of [
    { role: 'admin' },
    { key: 1 },
    { banned: 0 },
    { id: crypto.randomUUID() },
    { emailVerified: true },
    { image: 'https://evil.example/x.png' },
    { callbackURL: 'https://evil.example' },
    { rememberMe: true },
    { sortName: 'aaa' },
    { createdAt: '2000-01-01T00:00:00.000Z' },
  ])
    expectRefusal(await signUp(extra), 'validation_failed', [`/${Object.keys(extra)[0]}`, 'unknown_field'])
  expect(await accountRows()).toEqual(before)
  expect((await server.stranger().call('getInstance')).body.needsSetUp).toBe(true)
})

test('what is not an address is refused as such', async () => {
  for (const email of [
    ...['a@b', '@example.com', 'a@@example.com', 'a@example..com', 'a@-example.com', '.a@example.com'],
    ...[
      'a..b@example.com',
      'a.@example.com',
      'a@example.c',
      'a@exam_ple.com',
      'ä@example.com',
      'a@exämple.com',
    ],
    ...['"a b"@example.com', 'a@[127.0.0.1]', 'nobody@chatapp.invalid', 'Nobody@ChatApp.Invalid', 'a@b.c0m'],
    ...[
      'a@example.com.',
      'a@example.com,b@example.com',
      'a,b@example.com',
      'a:b@example.com',
      'a\u200b@example.com',
    ],
  ])
    expectRefusal(await signUp({ email }), 'validation_failed', ['/email', 'bad_format'])
})

test('what is guessed first is no password', async () => {
  const before = await accountRows()
  for (const password of [
    'password1',
    'PassWord1',
    'ｐａｓｓｗｏｒｄ1',
    username,
    `${username}@example.com`,
    'new comer',
  ])
    expectRefusal(await signUp({ password }), 'validation_failed', ['/password', 'not_allowed'])
  expect(await accountRows()).toEqual(before)
  expect((await signUp({ password: `${username} and more` })).status).toBe(201)
})

test('addresses may be odd', async () => {
  for (const [i, email] of [
    "o'neil+chat@example.co.uk",
    'a_b-c.d@sub-domain.example.museum',
    '1@2.example',
  ].entries())
    expect((await signUp({ username: `${username}_${i}`, email })).status).toBe(201)
})

test('a sign-up that breaks midway leaves nothing behind, and says no more than a reference', async () => {
  let isBroken = true
  await using fragile = await startTestServer({
    runtime: {
      newKey: () => {
        if (isBroken) throw new Error('no randomness left, says /dev/random')
        return 4711
      },
    },
  })
  const somebody = fragile.stranger()
  const failed = await somebody.call('signUp', { body: registration('nadia') })
  expectRefusal(failed, 'internal')
  expect(JSON.stringify(failed.body)).not.toContain('random')
  expect(failed.headers.getSetCookie()).toEqual([])
  expect(fragile.unexpected).toHaveLength(1)
  isBroken = false
  expect((await somebody.call('signUp', { body: registration('nadia') })).status).toBe(201)
  expect((await somebody.call('listUsers')).body.items).toEqual([])
})

test('a sign-up that takes the database too long is tried again', async () => {
  let slowOnes = 1
  await using slow = await startTestServer({
    runtime: {
      newKey() {
        // As a machine with much else to do: longer than the database lends itself to one.
        if (slowOnes-- > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400)
        return 4711 + slowOnes
      },
    },
  })
  const nadia = await slow.join('nadia')
  expect((await nadia.call('getMe')).body.username).toBe('nadia')
  expect(slow.unexpected).toEqual([])
})
