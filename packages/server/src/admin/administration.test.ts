import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { castPassword, startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { joinAdmin } from '../testing/join-admin.ts'
import { signIn } from '../testing/sign-in.ts'
import { minuteMs, TestClock } from '../testing/test-clock.ts'

let server: TestServer
let root: TestPerson
let ana: TestPerson
let count = 0
const clock = new TestClock()

beforeAll(async () => {
  server = await startTestServer({ runtime: { now: clock.now } })
  root = await joinAdmin(server)
})
beforeEach(async () => {
  clock.reset()
  ana = await server.join(`ana_${++count}`)
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const status = async (person: TestPerson) => (await person.call('getMe')).status
const about = ({ username }: TestPerson) => ({ params: { username } })
const accountOf = async (person: TestPerson) => (await root.call('getAccount', about(person))).body
const setRole = (by: TestPerson, person: TestPerson, role: 'user' | 'admin') =>
  by.call('setRole', { ...about(person), body: { role } })
const ban = (by: TestPerson, person: TestPerson, reason?: string) =>
  by.call('ban', { ...about(person), body: reason === undefined ? {} : { reason } })
const write = (from: TestPerson, to: TestPerson, id = crypto.randomUUID()) =>
  from.call('sendMessage', { body: { id, to: to.username, body: 'hello' } })

/** What was done to somebody by others, latest first. */
async function doneTo(person: TestPerson) {
  const { items } = (await root.call('listAudit', { query: { user: person.username } })).body
  return items
    .filter(({ action, actor }) => actor !== person.username && action !== 'sign-in-failed')
    .map(({ action, actor, detail }) => ({ action, actor, detail }))
}

test('an account is seen whole: who it is, since when, and where they are signed in', async () => {
  await signIn(server, ana.username)
  const account = await accountOf(ana)
  expect(account).toEqual({
    username: ana.username,
    name: ana.me!.name,
    avatarUrl: null,
    email: `${ana.username}@example.com`,
    role: 'user',
    banned: false,
    createdAt: ana.me!.createdAt,
    lastActiveAt: expect.stringMatching(/^\d{4}-.*Z$/),
    sessions: 2,
  })
  expectRefusal(await root.call('getAccount', { params: { username: 'nobody_here' } }), 'not_found')
})

test('a new role holds for the sessions that there are, at once, in both directions', async () => {
  expect((await ana.call('listAccounts')).status).toBe(403)
  expect((await setRole(root, ana, 'admin')).body).toMatchObject({ role: 'admin', sessions: 1 })
  expect((await ana.call('listAccounts')).status).toBe(200)
  expect((await ana.call('getMe')).body.role).toBe('admin')
  await using socket = ana.openSocket()
  await socket.next('hello')
  expect((await setRole(root, ana, 'user')).body.role).toBe('user')
  expect((await ana.call('listAccounts')).status).toBe(403)
  expect(socket.ws.readyState).toBe(socket.ws.OPEN)
  // What is so already is not done again.
  expect((await setRole(root, ana, 'user')).status).toBe(200)
  expect(await doneTo(ana)).toEqual([
    { action: 'role-changed', actor: 'root_ada', detail: { from: 'admin', to: 'user' } },
    { action: 'role-changed', actor: 'root_ada', detail: { from: 'user', to: 'admin' } },
  ])
})

test('nobody demotes or suspends themselves, and the last administrator stays', async () => {
  for (const answer of [await setRole(root, root, 'user'), await ban(root, root)])
    expectRefusal(answer, 'forbidden')
  // Two who turn on each other at the same moment: one of them is left.
  await setRole(root, ana, 'admin')
  const answers = await Promise.all([setRole(root, ana, 'user'), ban(ana, root)])
  const statuses = answers.map((answer) => answer.status).sort()
  expect([
    [200, 401],
    [200, 403],
  ]).toContainEqual(statuses)
  if (answers[1].status === 200) {
    // The first administrator of this file is needed again.
    await ana.call('unban', about(root))
    root = await signIn(server, 'root_ada')
    expect((await accountOf(ana)).role).toBe('admin')
    await setRole(root, ana, 'user')
  }
})

test('who is suspended is out at once, sockets included, and comes in again when let', async () => {
  const ben = await server.join(`ben_${count}`)
  await ben.send(ana, 'before')
  await using socket = ana.openSocket()
  await socket.next('hello')
  const since = performance.now()
  expect((await ban(root, ana, ' Too loud ')).body).toMatchObject({ banned: true, sessions: 0 })
  expect(await socket.closed).toBe(4401)
  expect(performance.now() - since).toBeLessThan(2000)
  expect(await status(ana)).toBe(401)

  const body = { login: ana.username, password: 'not the password' }
  expectRefusal(await server.stranger().call('signIn', { body }), 'unauthenticated')
  const right = await server.stranger().call('signIn', { body: { ...body, password: castPassword } })
  expectRefusal(right, 'forbidden')
  expect(right.problem.detail).toBe('This account is suspended.')
  expect(right.headers.getSetCookie()).toEqual([])
  expect((await accountOf(ana)).sessions).toBe(0)

  expect((await root.call('unban', about(ana))).body.banned).toBe(false)
  ana = await signIn(server, ana.username)
  expect((await write(ben, ana)).status).toBe(201)
  await root.call('unban', about(ana))
  await ban(root, ana)
  await ban(root, ana)
  expect(await doneTo(ana)).toEqual([
    { action: 'banned', actor: 'root_ada', detail: null },
    { action: 'unbanned', actor: 'root_ada', detail: null },
    { action: 'banned', actor: 'root_ada', detail: { reason: 'Too loud' } },
  ])
})

test('nobody can write to who is suspended, and what was written before stays', async () => {
  const ben = await server.join(`ben_${count}`)
  const chloe = await server.join(`chloe_${count}`)
  const id = crypto.randomUUID()
  await write(ben, ana, id)
  await ana.send(ben, 'and back')
  await ban(root, ana)
  for (const person of [ben, chloe]) expectRefusal(await write(person, ana), 'not_accepting')
  // A try that got no answer may be repeated.
  expect((await write(ben, ana, id)).status).toBe(200)
  const history = (await ben.call('listMessages', { query: { with: ana.username } })).body.items
  expect(history.map((message) => 'from' in message && message.from)).toEqual([ben.username, ana.username])
  expect((await ben.call('getUser', about(ana))).body.name).toBe(ana.me!.name)
})

test('an account that is made for somebody opens by its link, once', async () => {
  const username = `fay_${count}`
  const body = { name: 'Fay', username, email: `${username}@example.com` }
  const { status, body: made } = await root.call('createAccount', { body })
  expect(status).toBe(201)
  expect(made.account).toMatchObject({
    username,
    role: 'user',
    banned: false,
    sessions: 0,
    lastActiveAt: null,
  })
  const [, token = ''] = /^http:\/\/localhost:\d+\/reset#(\S+)$/.exec(made.link)!
  expect(Date.parse(made.expiresAt) - Date.now()).toBeGreaterThan(6 * 24 * 3_600_000)
  expect((await root.call('createAccount', { body })).problem.errors).toEqual([
    { path: '/username', code: 'taken' },
  ])

  const reset = () =>
    server.stranger().call('resetPassword', { body: { token, password: 'of her own choosing' } })
  expect((await reset()).status).toBe(204)
  expectRefusal(await reset(), 'forbidden')
  const fay = await signIn(server, username, 'of her own choosing')
  expect(await doneTo(fay)).toEqual([
    { action: 'password-reset', actor: null, detail: null },
    { action: 'account-created', actor: 'root_ada', detail: { role: 'user' } },
  ])
})

test('a reset link of an administrator ends the sessions and works once', async () => {
  await using socket = ana.openSocket()
  await socket.next('hello')
  const { status: made, body } = await root.call('createResetLink', about(ana))
  expect(made).toBe(201)
  expect(await socket.closed).toBe(4401)
  expect(await status(ana)).toBe(401)
  const [, token = ''] = /\/reset#(\S+)$/.exec(body.link)!
  expect(Math.round((Date.parse(body.expiresAt) - Date.now()) / 60_000)).toBe(30)
  // The old password still holds until then.
  await signIn(server, ana.username)
  const reset = { token, password: 'of her own choosing' }
  expect((await server.stranger().call('resetPassword', { body: reset })).status).toBe(204)
  await signIn(server, ana.username, reset.password)
  expect((await doneTo(ana)).at(-1)).toMatchObject({ action: 'reset-link-made', actor: 'root_ada' })
})

test('all sessions of somebody end', async () => {
  const phone = await signIn(server, ana.username)
  await using socket = phone.openSocket()
  await socket.next('hello')
  expect((await root.call('endSessionsOf', about(ana))).body).toMatchObject({
    sessions: 0,
    lastActiveAt: null,
  })
  expect(await socket.closed).toBe(4401)
  expect([await status(ana), await status(phone)]).toEqual([401, 401])
  expect(await doneTo(ana)).toEqual([{ action: 'sessions-ended', actor: 'root_ada', detail: { count: 2 } }])
})

test('what could lock somebody out asks again who it is after a while, and changes nothing until then', async () => {
  clock.pass(11 * minuteMs)
  const before = await accountOf(ana)
  for (const ask of [
    () => setRole(root, ana, 'admin'),
    () => ban(root, ana),
    () => root.call('createResetLink', about(ana)),
  ])
    expectRefusal(await ask(), 'reauthentication_required')
  expect(await accountOf(ana)).toEqual(before)
  expect(await doneTo(ana)).toEqual([])
  await root.call('confirmIdentity', { body: { password: castPassword } })
  expect((await ban(root, ana)).status).toBe(200)
})

test('whoever is no administrator changes nothing', async () => {
  const ben = await server.join(`ben_${count}`)
  const before = await accountOf(ben)
  for (const answer of [
    await setRole(ana, ana, 'admin'),
    await ban(ana, ben),
    await ana.call('createResetLink', about(ben)),
    await ana.call('endSessionsOf', about(ben)),
  ])
    expectRefusal(answer, 'forbidden')
  expectRefusal(await ban(server.stranger(), ben), 'unauthenticated')
  expect(await accountOf(ben)).toEqual(before)
  expect(await doneTo(ben)).toEqual([])
  expect((await ana.call('getMe')).body.role).toBe('user')
})
