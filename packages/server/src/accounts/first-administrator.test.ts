import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { registration } from '../testing/good-inputs.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { dayMs, minuteMs, TestClock } from '../testing/test-clock.ts'

let server: TestServer
const clock = new TestClock()

let count = 0
let ada: string
let ana: TestPerson

beforeAll(async () => {
  server = await startTestServer({ runtime: { now: clock.now } })
  ana = await server.join('ana')
})
beforeEach(async () => {
  // As if it had never been set up.
  const { db } = server.app.storage
  await db.updateTable('auth_user').set({ role: 'user' }).execute()
  await db.deleteFrom('single_use_tokens').execute()
  ada = `ada_${++count}`
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const setUp = (token: string, username = ada, change: object = {}) =>
  server.stranger().call('setUp', { body: { token, ...registration(username), ...change } })
const needsSetUp = async () => (await server.stranger().call('getInstance')).body.needsSetUp
const isThere = async (username: string) =>
  (await ana.call('getUser', { params: { username } })).status === 200

test('the token from the console makes the first administrator, once', async () => {
  expect(await needsSetUp()).toBe(true)
  const token = await server.app.createSetUpToken()
  const answer = await setUp(token)
  expect(answer.status).toBe(201)
  expect(answer.body.user).toMatchObject({ username: ada, role: 'admin' })
  expect(await needsSetUp()).toBe(false)

  const admin = server.stranger()
  admin.cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!
  expect((await admin.call('getMe')).body.role).toBe('admin')

  expectRefusal(await setUp(token, 'eve'), 'forbidden')
  expect(await isThere('eve')).toBe(false)
})

test('with an administrator no other token works', async () => {
  const [first, second] = [await server.app.createSetUpToken(), await server.app.createSetUpToken()]
  expect((await setUp(second)).status).toBe(201)
  expectRefusal(await setUp(first, 'eve'), 'forbidden')
  expectRefusal(await setUp(await server.app.createSetUpToken(), 'eve'), 'forbidden')
  expect(await isThere('eve')).toBe(false)
})

test('a wrong token makes nobody', async () => {
  const token = await server.app.createSetUpToken()
  for (const wrong of ['x', ' ', token.toLowerCase(), `${token} `, token.slice(0, -1), `${token}x`])
    if (wrong !== token) expectRefusal(await setUp(wrong), 'forbidden')
  expect(await needsSetUp()).toBe(true)
  expect(await isThere(ada)).toBe(false)
})

test('a token is good for seven days', async () => {
  const token = await server.app.createSetUpToken()
  clock.pass(7 * dayMs)
  expectRefusal(await setUp(token), 'forbidden')
  const next = await server.app.createSetUpToken()
  clock.pass(7 * dayMs - minuteMs)
  expect((await setUp(next)).status).toBe(201)
})

test('a mistake in the form does not use the token up', async () => {
  const token = await server.app.createSetUpToken()
  expectRefusal(await setUp(token, 'ana'), 'validation_failed', ['/username', 'taken'])
  expectRefusal(await setUp(token, ada, { email: 'ana@example.com' }), 'validation_failed', [
    '/email',
    'taken',
  ])
  expectRefusal(await setUp(token, ada, { name: '\u200b' }), 'validation_failed', ['/name', 'empty'])
  expectRefusal(await setUp(token, ada, { password: 'short' }), 'validation_failed', [
    '/password',
    'too_short',
  ])
  expect(await needsSetUp()).toBe(true)
  expect((await setUp(token)).status).toBe(201)
})

test('of several who use one token at the same moment, one becomes administrator', async () => {
  const token = await server.app.createSetUpToken()
  const answers = await Promise.all([1, 2, 3, 4].map((i) => setUp(token, `${ada}_${i}`)))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403, 403])
  const there = await Promise.all([1, 2, 3, 4].map((i) => isThere(`${ada}_${i}`)))
  expect(there).toEqual(answers.map(({ status }) => status === 201))
})

test('of several with a token each, one becomes administrator', async () => {
  const tokens = await Promise.all([1, 2, 3].map(() => server.app.createSetUpToken()))
  const answers = await Promise.all(tokens.map((token, i) => setUp(token, `${ada}_${i}`)))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403])
})

test('only a digest of the token is kept', async () => {
  const token = await server.app.createSetUpToken()
  const rows = await server.app.storage.db.selectFrom('single_use_tokens').selectAll().execute()
  expect(rows).toHaveLength(1)
  expect(Buffer.from(rows[0]!.digest)).toHaveLength(32)
  expect(JSON.stringify(rows) + Buffer.from(rows[0]!.digest).toString('latin1')).not.toContain(token)
})
