import { hash } from 'node:crypto'
import { limits, rateLimits } from '@chatapp/contract'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createLog } from '../log.ts'
import { systemRuntime } from '../runtime.ts'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { joinAdmin } from '../testing/join-admin.ts'
import { joinDemo } from '../testing/join-demo.ts'
import { startProgram } from '../testing/start-program.ts'
import { dayMs, hourMs, minuteMs, TestClock } from '../testing/test-clock.ts'
import { createResetToken } from './reset-rules.ts'

let server: TestServer
let ana: TestPerson
let count = 0
/** For what nobody waits for. */
const soonMs = 10_000
const clock = new TestClock()

beforeAll(async () => {
  // The hourly sweep runs when a test says so.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  server = await startTestServer({ runtime: { now: clock.now } })
})
beforeEach(async () => {
  // Sessions begin by the system's clock.
  clock.reset()
  ana = await server.join(`ana_${++count}`)
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
  vi.useRealTimers()
})

const tokensOf = async (person: TestPerson) => (await person.call('listTokens')).body.items
const status = async (person: TestPerson) => (await person.call('getMe')).status
const make = (person: TestPerson, body: { name: string; days: 30 | 90 | 365 | null }) =>
  person.call('createToken', { body })
const rows = () => server.app.storage.db.selectFrom('api_tokens').selectAll().execute()

test('a token is shown once, kept as a digest, and acts for its person without a cookie or an origin', async () => {
  const ben = await server.join(`ben_${count}`)
  const made = await make(ana, { name: 'Weather', days: null })
  expect(made.status).toBe(201)
  const { token, ...described } = made.body
  expect(token).toMatch(/^chatapp_[\w-]{43}$/)
  expect(described).toMatchObject({ name: 'Weather', lastUsedAt: null, expiresAt: null })
  expect(await tokensOf(ana)).toEqual([described])
  const row = (await rows()).find(({ id }) => id === described.id)!
  expect(Buffer.from(row.digest)).toEqual(Buffer.from(hash('sha256', token), 'hex'))
  expect(JSON.stringify(row)).not.toContain(token.slice(8))

  const program = await startProgram(ana, { token })
  await using socket = ben.openSocket()
  await socket.next('hello')
  const { id, from } = await program.send(ben, 'Rain in the morning')
  expect(from).toBe(ana.username)
  expect(await socket.next('message.created')).toMatchObject({ id })
})

test('it opens a socket, with the same bells as for a session', async () => {
  const ben = await server.join(`ben_${count}`)
  const program = await startProgram(ana)
  await using socket = program.openSocket()
  expect(await socket.next('hello')).toMatchObject({ head: 0 })
  const { id } = await ben.send(ana, 'Will it rain?')
  expect(await socket.next('message.created')).toMatchObject({ id })
  expect((await program.call('getMessage', { params: { id } })).body).toMatchObject({ body: 'Will it rain?' })
})

test('when it was used is known to the hour, and no request waits for that', async () => {
  const program = await startProgram(ana)
  const lastUsed = async () => Date.parse((await tokensOf(ana))[0]!.lastUsedAt ?? '')
  const before = clock.now()
  await program.call('getMe')
  await vi.waitUntil(async () => (await lastUsed()) === before, soonMs)
  clock.pass(59 * minuteMs)
  await program.call('getMe')
  expect(await lastUsed()).toBe(before)
  clock.pass(minuteMs)
  await program.call('getMe')
  await vi.waitUntil(async () => (await lastUsed()) === before + hourMs, soonMs)
})

test('one that is revoked is out at once, and its sockets close; other tokens and sessions stay', async () => {
  const [program, other] = [await startProgram(ana), await startProgram(ana, { name: 'Other', days: 30 })]
  await using socket = program.openSocket()
  await using others = other.openSocket()
  await using own = ana.openSocket()
  await Promise.all([socket.next('hello'), others.next('hello'), own.next('hello')])
  const { id } = (await tokensOf(ana)).find(({ name }) => name === 'Weather')!
  const startedAt = performance.now()
  expect((await ana.call('revokeToken', { params: { id } })).status).toBe(204)
  expect(await socket.closed).toBe(4401)
  expect(performance.now() - startedAt).toBeLessThan(2000)
  expectRefusal(await program.call('getMe'), 'unauthenticated')
  expect(await program.openSocket().closed).toBe(4401)
  expect([await status(other), await status(ana)]).toEqual([200, 200])
  expect([others.ws.readyState, own.ws.readyState]).toEqual([others.ws.OPEN, own.ws.OPEN])
  expect((await tokensOf(ana)).map(({ name }) => name)).toEqual(['Other'])
  expectRefusal(await ana.call('revokeToken', { params: { id } }), 'not_found')
})

test('a password that is set by a link revokes all of them', async () => {
  const program = await startProgram(ana)
  await using socket = program.openSocket()
  await socket.next('hello')
  const runtime = systemRuntime(createLog('silent'))
  const token = await createResetToken({ storage: server.app.storage, runtime }, ana.username)
  const body = { token: token!, password: 'a lighthouse in the fog' }
  expect((await server.stranger().call('resetPassword', { body })).status).toBe(204)
  expect(await socket.closed).toBe(4401)
  expect(await status(program)).toBe(401)
})

test('nobody revokes a token of somebody else, or sees it', async () => {
  const program = await startProgram(ana)
  const mallory = await server.join(`mallory_${count}`)
  expect(await tokensOf(mallory)).toEqual([])
  const { id } = (await tokensOf(ana))[0]!
  expectRefusal(await mallory.call('revokeToken', { params: { id } }), 'not_found')
  for (const odd of ['x', '..%2f', id.slice(1), `${id} `])
    expectRefusal(await mallory.call('revokeToken', { params: { id: odd } }), 'validation_failed')
  expect(await status(program)).toBe(200)
})

test.each([30, 90, 365] as const)('one for %d days ends after so many', async (days) => {
  const program = await startProgram(ana, { name: 'Weather', days })
  const [made] = await tokensOf(ana)
  const endsAt = Date.parse(made!.expiresAt!)
  expect(endsAt - Date.parse(made!.createdAt)).toBe(days * dayMs)
  clock.pass(days * dayMs - minuteMs)
  expect(await status(program)).toBe(200)
  clock.pass(minuteMs)
  expectRefusal(await program.call('getMe'), 'unauthenticated')
  expect(await program.openSocket().closed).toBe(4401)
  const isKept = async () => (await rows()).some((row) => row.expires_at === endsAt)
  expect(await isKept()).toBe(true)
  vi.advanceTimersByTime(hourMs)
  await vi.waitUntil(async () => !(await isKept()), soonMs)
})

test('who is suspended is so with every token, and their sockets end at the next beat', async () => {
  await using beating = await startTestServer({ runtime: { now: clock.now }, beatSeconds: 1 })
  const ben = await beating.join('ben')
  const program = await startProgram(ben)
  await using socket = program.openSocket()
  await socket.next('hello')
  vi.advanceTimersByTime(1000)
  await socket.next('beat')
  const { db } = beating.app.storage
  await db.updateTable('auth_user').set({ banned: 1 }).where('username', '=', 'ben').execute()
  clock.pass(5000)
  expectRefusal(await program.call('getMe'), 'unauthenticated')
  vi.advanceTimersByTime(1000)
  expect(await socket.closed).toBe(4401)
  await db.updateTable('auth_user').set({ banned: 0 }).where('username', '=', 'ben').execute()
  clock.pass(5000)
  expect(await status(program)).toBe(200)
})

test('an administrator who suspends somebody closes the sockets of their programs at once', async () => {
  await using other = await startTestServer()
  const [admin, ben] = [await joinAdmin(other), await other.join('ben')]
  const program = await startProgram(ben)
  await using socket = program.openSocket()
  await socket.next('hello')
  expect((await admin.call('ban', { params: { username: 'ben' }, body: {} })).status).toBe(200)
  expect(await socket.closed).toBe(4401)
  expectRefusal(await program.call('getMe'), 'unauthenticated')
})

test('the program of an administrator administers nothing', async () => {
  await using other = await startTestServer()
  const admin = await joinAdmin(other)
  expect((await admin.call('listAccounts', { query: {} })).status).toBe(200)
  expectRefusal(await (await startProgram(admin)).call('listAccounts', { query: {} }), 'forbidden')
})

test('the trail has who made and revoked which, and no token', async () => {
  await using other = await startTestServer()
  const [admin, ben] = [await joinAdmin(other), await other.join('ben')]
  const { token, id } = (await make(ben, { name: 'Weather', days: 30 })).body
  await ben.call('revokeToken', { params: { id } })
  await ben.call('revokeToken', { params: { id } })
  const { items } = (await admin.call('listAudit', { query: {} })).body
  const about = { actor: 'ben', subject: 'ben', address: '127.0.0.1', detail: { name: 'Weather' } }
  expect(items.filter(({ action }) => action.startsWith('token-'))).toMatchObject([
    { action: 'token-revoked', ...about },
    { action: 'token-made', ...about },
  ])
  expect(JSON.stringify(items)).not.toContain(token.slice(8))
})

test('a socket whose token expires ends at the next beat', async () => {
  await using beating = await startTestServer({ runtime: { now: clock.now }, beatSeconds: 1 })
  const program = await startProgram(await beating.join('ben'), { name: 'Weather', days: 30 })
  await using socket = program.openSocket()
  await socket.next('hello')
  clock.pass(30 * dayMs)
  vi.advanceTimersByTime(1000)
  expect(await socket.closed).toBe(4401)
})

test('only a fresh session makes one, and nothing is made without', async () => {
  clock.pass(dayMs)
  expectRefusal(await make(ana, { name: 'Weather', days: 30 }), 'reauthentication_required')
  expect(await tokensOf(ana)).toEqual([])
  await ana.call('confirmIdentity', { body: { password: 'correct horse battery' } })
  expect((await make(ana, { name: 'Weather', days: 30 })).status).toBe(201)
})

test('names are cleaned as those of people are, and one of which nothing is seen is refused', async () => {
  const made = await make(ana, { name: ' \u202eThe\u200b  weather\n', days: null })
  expect(made.body.name).toBe('The weather')
  expect((await make(ana, { name: '\u0958'.repeat(limits.tokenNameMax), days: null })).status).toBe(201)
  for (const name of [' ', '\u200b', '\u202e\n', '\u2800'])
    expectRefusal(await make(ana, { name, days: null }), 'validation_failed', ['/name', 'empty'])
  expect(await tokensOf(ana)).toHaveLength(2)
})

test('there are twenty at most, also when many are made at once; those that have ended do not count', async () => {
  for (let made = 1; made < limits.tokensMax; made++)
    expect((await make(ana, { name: `No. ${made}`, days: 30 })).status).toBe(201)
  const answers = await Promise.all(
    Array.from({ length: 4 }, (_, i) => make(ana, { name: `last ${i}`, days: null })),
  )
  expect(answers.map((answer) => answer.status).sort()).toEqual([201, 403, 403, 403])
  expectRefusal(await make(ana, { name: 'one more', days: null }), 'forbidden')
  expect(await tokensOf(ana)).toHaveLength(limits.tokensMax)
  const [first] = await tokensOf(ana)
  const { db } = server.app.storage
  await db.updateTable('api_tokens').set({ expires_at: clock.now() }).where('id', '=', first!.id).execute()
  expect(await tokensOf(ana)).toHaveLength(limits.tokensMax - 1)
  expect((await make(ana, { name: 'one more', days: null })).status).toBe(201)
})

test('limits are those of the person, however many programs they have', async () => {
  // Time stands still: nothing comes back.
  const env = { RATE_LIMIT: 'on', REDIS_URL: '' }
  await using limited = await startTestServer({ env, runtime: { now: clock.now } })
  const ben = await limited.join('ben')
  const programs = [await startProgram(ben), await startProgram(ben), ben]
  const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => programs[i % 3]!.call('getMe')))
  const { burst } = rateLimits.reads
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(burst)
  for (const asking of programs) expectRefusal(await asking.call('getMe'), 'rate_limited')
})

test('the demo’s people, who have no password, have no programs', async () => {
  await using demo = await startTestServer()
  const { ada } = await joinDemo(demo)
  expectRefusal(await make(ada, { name: 'Weather', days: 30 }), 'forbidden')
  expect(await tokensOf(ada)).toEqual([])
  const program = Object.assign(demo.stranger(), { cookie: ada.cookie, token: `chatapp_${'A'.repeat(43)}` })
  expectRefusal(await program.request('GET', '/demo/ada/api/v1/me'), 'unauthenticated')
})
