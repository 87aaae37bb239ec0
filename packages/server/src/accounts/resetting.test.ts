import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { transaction } from '../storage/transaction.ts'
import { runChatapp } from '../testing/chatapp-process.ts'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { castPassword, startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { signIn } from '../testing/sign-in.ts'
import { minuteMs, TestClock } from '../testing/test-clock.ts'
import { saveNewToken } from './reset-rules.ts'

let server: TestServer
const clock = new TestClock()
let ana: TestPerson
let count = 0

beforeAll(async () => {
  server = await startTestServer({ runtime: { now: clock.now } })
})
beforeEach(async () => {
  clock.reset()
  ana = await server.join(`ana_${++count}`)
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const newPassword = 'a lighthouse in the fog'

const linkFor = async (person: TestPerson): Promise<string> => {
  const runtime = { now: clock.now, newSecret: () => `secret ${crypto.randomUUID()}` }
  const { storage } = server.app
  const deps = { storage, runtime } as Parameters<typeof saveNewToken>[1]
  const { key } = await storage.db
    .selectFrom('auth_user')
    .select('key')
    .where('username', '=', person.username)
    .executeTakeFirstOrThrow()
  return transaction(storage, (trx) => saveNewToken(trx, deps, key))
}
const reset = (token: string, password = newPassword) =>
  server.stranger().call('resetPassword', { body: { token, password } })

/** Nothing has changed for somebody. */
async function expectAsBefore(person: TestPerson): Promise<void> {
  expect((await person.call('getMe')).status).toBe(200)
  await signIn(server, person.username)
}

test('a link sets a new password, once, and ends every session', async () => {
  const phone = await signIn(server, ana.username)
  await using socket = phone.openSocket()
  await socket.next('hello')
  const token = await linkFor(ana)
  const answer = await reset(token)
  expect(answer.status).toBe(204)
  expect(answer.headers.getSetCookie()).toEqual([])
  expect(await socket.closed).toBe(4401)
  for (const person of [ana, phone]) expectRefusal(await person.call('getMe'), 'unauthenticated')
  await expect(signIn(server, ana.username)).rejects.toThrow('unauthenticated')
  ana = await signIn(server, ana.username, newPassword)

  expectRefusal(await reset(token, 'once more, please'), 'forbidden')
  expect((await ana.call('getMe')).status).toBe(200)
})

test('the latest link counts, and only for its own person', async () => {
  const ben = await server.join(`ben_${count}`)
  const [first, second, bens] = [await linkFor(ana), await linkFor(ana), await linkFor(ben)]
  expectRefusal(await reset(first), 'forbidden')
  await expectAsBefore(ana)
  expect((await reset(second)).status).toBe(204)
  await expectAsBefore(ben)
  expect((await reset(bens)).status).toBe(204)
})

test('after half an hour it is worth nothing', async () => {
  const token = await linkFor(ana)
  clock.pass(30 * minuteMs)
  expectRefusal(await reset(token), 'forbidden')
  await expectAsBefore(ana)
})

test('what is no such token changes nothing, a set-up token included', async () => {
  const token = await linkFor(ana)
  const setUpToken = await server.app.createSetUpToken()
  for (const wrong of ['x', `${token}x`, token.slice(1), token.toUpperCase(), setUpToken])
    expectRefusal(await reset(wrong), 'forbidden')
  const registration = { name: 'Eve', username: 'eve', email: 'eve@example.com', password: castPassword }
  const answer = await server.stranger().call('setUp', { body: { token, ...registration } })
  expectRefusal(answer, 'forbidden')
  await expectAsBefore(ana)
  expect((await reset(token, 'short')).problem).toMatchObject({
    errors: [{ path: '/password', code: 'too_short' }],
  })
  expect((await reset(token)).status).toBe(204)
})

test('a password that is guessed first is refused, and the link is still good', async () => {
  const token = await linkFor(ana)
  for (const password of ['password1', `${ana.username}@example.com`])
    expectRefusal(await reset(token, password), 'validation_failed', ['/password', 'not_allowed'])
  await expectAsBefore(ana)
  expect((await reset(token)).status).toBe(204)
})

test('used twice at once it is used once', async () => {
  const token = await linkFor(ana)
  const answers = await Promise.all([1, 2, 3].map((i) => reset(token, `password number ${i}`)))
  const statuses = answers.map(({ status }) => status)
  expect([...statuses].sort()).toEqual([204, 403, 403])
  await signIn(server, ana.username, `password number ${statuses.indexOf(204) + 1}`)
})

test('whoever runs the server makes a link on the command line', async () => {
  await using own = await startTestServer()
  await own.join('ana')
  const env = { DATA_DIR: own.dataDir, PUBLIC_URL: 'https://chat.example' }
  const { code, stdout, stderr } = await runChatapp(['reset-link', 'Ana'], env)
  expect([code, stderr]).toEqual([0, ''])
  const [, token = ''] =
    /^With this link @ana sets a new password, once, within 30 minutes:\nhttps:\/\/chat\.example\/reset#(\S+)\n$/.exec(
      stdout,
    )!
  expect(
    (await own.stranger().call('resetPassword', { body: { token, password: newPassword } })).status,
  ).toBe(204)
  expect((await signIn(own, 'ana', newPassword)).username).toBe('ana')

  expect(await runChatapp(['reset-link', 'nobody'], env)).toMatchObject({
    code: 1,
    stderr: 'There is nothing here.\n',
  })
})
