/** Ada and Bob: what they can do, under which paths, and that nobody else gets there. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askRaw } from '../testing/ask-raw.ts'
import { everythingOf } from '../testing/everything-of.ts'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { registration } from '../testing/good-inputs.ts'
import { startTestServer, TestPerson, type TestServer } from '../testing/index.ts'
import { joinDemo } from '../testing/join-demo.ts'
import { dayMs, TestClock } from '../testing/test-clock.ts'

const clock = new TestClock()
let server: TestServer
let ada: TestPerson
let bob: TestPerson

beforeAll(async () => {
  server = await startTestServer({ runtime: { now: clock.now } })
  const people = await joinDemo(server)
  ada = people.ada
  bob = people.bob
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const upgrade = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
}
const fortnight = (14 * dayMs) / 1000
const pathsOf = (headers: Headers) => headers.getSetCookie().map((cookie) => cookie.replace(/=[^;]*/, '=…'))

test('the two are made once, and signed in again each time, each under a path of their own', async () => {
  await using fresh = await startTestServer()
  const people = [
    { username: 'ada', name: 'Ada', avatarUrl: null },
    { username: 'bob', name: 'Bob', avatarUrl: null },
  ]
  for (const status of [201, 200, 200]) {
    const answer = await fresh.stranger().call('startDemo')
    expect(answer).toMatchObject({ status, body: { people } })
    expect(Object.keys(answer.body)).toEqual(['people'])
    expect(pathsOf(answer.headers)).toEqual([
      `chatapp=…; Max-Age=${fortnight}; Path=/demo/ada; HttpOnly; SameSite=Lax`,
      `chatapp=…; Max-Age=${fortnight}; Path=/demo/bob; HttpOnly; SameSite=Lax`,
    ])
  }
})

test('of several who begin it at the same moment all get the same one', async () => {
  await using fresh = await startTestServer()
  const answers = await Promise.all([1, 2, 3, 4].map(() => fresh.stranger().call('startDemo')))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201])
  expect((await fresh.app.storage.db.selectFrom('auth_user').select('username').execute()).length).toBe(2)
})

test('they talk to each other over REST and sockets, as people do', async () => {
  await using adas = ada.openSocket()
  await using bobs = bob.openSocket()
  await Promise.all([adas.next('hello'), bobs.next('hello')])

  const sent = await ada.send('bob', 'Is this the demo?')
  expect(await bobs.next('message.created')).toMatchObject({ id: sent.id })
  expect((await bob.call('getMessage', { params: { id: sent.id } })).body).toMatchObject({
    from: 'ada',
    body: 'Is this the demo?',
  })
  const reply = await bob.send('ada', 'It is.')
  expect(reply.number).toBe(sent.number + 1)
  await adas.next('message.created')
  await ada.call('markRead', { params: { username: 'bob' }, body: { number: reply.number } })
  expect(await bobs.next('marks')).toMatchObject({ with: 'ada', peerRead: reply.number })
  adas.say({ type: 'ack', with: 'bob', number: reply.number })
  expect(await bobs.next('marks')).toMatchObject({ peerDelivered: reply.number })
  expect((await ada.call('listUsers')).body.items.map(({ username }) => username)).toEqual(['bob'])
})

test('whoever reloads, or opens a second tab, finds what they wrote, and the first tab stays', async () => {
  await using socket = ada.openSocket()
  await socket.next('hello')
  await ada.send('bob', 'before the reload')
  const again = await joinDemo(server)
  expect(again.ada.cookie).not.toBe(ada.cookie)
  expect(await everythingOf(again.ada)).toEqual(await everythingOf(ada))
  await again.bob.send('ada', 'after it')
  await socket.next('message.created')
})

test('nobody else’s session counts under their paths, and theirs counts nowhere else', async () => {
  const both = [
    `${ada.cookie}; ${bob.cookie}`,
    `${bob.cookie}; ${ada.cookie}`,
    `a=b; ${bob.cookie};${ada.cookie}; c`,
  ]
  for (const [username, own, other] of [
    ['ada', ada, bob],
    ['bob', bob, ada],
  ] as const) {
    const asking = new TestPerson(own.url)
    for (const cookie of [own.cookie, ...both]) {
      asking.cookie = cookie
      expect((await asking.call('getMe')).body.username, cookie!).toBe(username)
      await using socket = asking.openSocket()
      await socket.next('hello')
    }
    for (const cookie of [
      null,
      other.cookie,
      `${own.cookie!.slice(0, -4)}AAAA`,
      'chatapp=',
      'chatapp=a.b',
      '; ;',
    ]) {
      asking.cookie = cookie
      expectRefusal(await asking.call('getMe'), 'unauthenticated')
      expect(await asking.openSocket().closed).toBe(4401)
    }
    const elsewhere = server.stranger()
    for (const cookie of [own.cookie, ...both]) {
      elsewhere.cookie = cookie
      expectRefusal(await elsewhere.call('getMe'), 'unauthenticated')
      expectRefusal(
        await elsewhere.call('sendMessage', { body: { to: 'bob', body: 'x' } }),
        'unauthenticated',
      )
      expect(await elsewhere.openSocket().closed).toBe(4401)
    }
  }
})

test('nobody signs in as one of them, or has an address like theirs', async () => {
  for (const login of ['ada', 'bob', 'ada@demo.invalid'])
    for (const password of ['ada', 'password', ' '])
      expectRefusal(await server.stranger().call('signIn', { body: { login, password } }), 'unauthenticated')
  for (const email of ['ada@demo.invalid', 'Eve@Demo.Invalid', 'x@demo.invalid'])
    expectRefusal(
      await server.stranger().call('signUp', { body: { ...registration('eve'), email } }),
      'validation_failed',
      ['/email', 'bad_format'],
    )
  expect((await ada.call('getMe')).body).toMatchObject({ email: 'ada@demo.invalid', role: 'user' })
})

const pathsAround = [
  '/demo',
  '/demo/',
  '/demo/ada',
  '/demo/ada/',
  '/demo/adaapi/v1/me',
  '/demo/eve/api/v1/me',
  '/demo//api/v1/me',
  '/demo/ADA/api/v1/me',
  '/Demo/ada/api/v1/me',
  '//demo/ada/api/v1/me',
  '/x/demo/ada/api/v1/me',
  '/demo/ada//api/v1/me',
  '/demo/ada/demo/bob/api/v1/me',
  '/demo/ada/../bob/api/v1/me',
  '/demo/ada/../../api/v1/me',
  '/demo/ada/./api/v1/me',
  '/demo/ada/%2e%2e/bob/api/v1/me',
  '/demo/ada/api/v1/../../../bob/api/v1/me',
  '/demo/ada/api/v1/%2e%2e/me',
  '/demo/%61da/api/v1/me',
  '/demo%2Fada/api/v1/me',
  '/demo/ada%2Fapi/v1/me',
  '/demo/ada/api%2Fv1%2Fme',
  '/demo/ada\\api\\v1\\me',
  '/demo/ada/api/v2/me',
  '/demo/ada/api/v1/',
  '/demo/ada/healthz',
  '/demo/ada/docs',
  '/demo/ada/ws/',
  '/demo/ada/ws',
  '/demo/ada?/api/v1/me',
  '/demo/__proto__/api/v1/me',
]

test.each(pathsAround)('%s is no way in', async (path) => {
  for (const { cookie } of [ada, bob])
    expectRefusal(await askRaw(server, ['GET', path], { cookie: cookie! }), 'not_found')
})

test.each([
  '/demo/eve/ws',
  '/demo/ada/ws/',
  '/demo/ada/ws?x',
  '/demo/ada/api/v1/me',
  '/demo/ada/../bob/ws',
  '/demo/%61da/ws',
])('%s is no socket', async (path) => {
  expect(await statusOfSocket(server, path, { cookie: `${ada.cookie}; ${bob.cookie}` })).toBe(404)
})

test('a socket that was passed on, or asked for under another name, is none', async () => {
  const headers = { cookie: ada.cookie!, origin: server.url }
  await using open = ada.openSocket()
  await open.next('hello')
  for (const forged of [
    { host: 'evil.example' },
    { via: '1.1 proxy' },
    { 'x-forwarded-for': '1.2.3.4' },
  ] as Record<string, string>[])
    expect(await statusOfSocket(server, '/demo/ada/ws', { ...headers, ...forged })).toBe(404)
  expect(await ada.openSocket({ origin: 'https://evil.example' }).closed).toBe(4403)
})

test('a page of another origin writes nothing as one of them', async () => {
  const before = await everythingOf(ada)
  const body = { to: 'bob', body: 'x' }
  const foreign = { origin: 'https://evil.example', 'content-type': 'application/json' }
  expectRefusal(await ada.request('POST', '/api/v1/messages', JSON.stringify(body), foreign), 'forbidden')
  expect(await everythingOf(ada)).toEqual(before)
})

test('a session that is prolonged, or ended, has its cookie under its path', async () => {
  const { ada: phone, bob: tablet } = await joinDemo(server)
  clock.pass(2 * dayMs)
  const prolonged = await phone.call('getMe')
  expect(prolonged.headers.getSetCookie()).toEqual([
    `${phone.cookie}; Max-Age=${fortnight}; Path=/demo/ada; HttpOnly; SameSite=Lax`,
  ])
  const { cookie } = phone
  phone.cookie = `${tablet.cookie}; ${cookie}`
  const out = await phone.call('signOut')
  expect(out.headers.getSetCookie()).toEqual(['chatapp=; Max-Age=0; Path=/demo/ada; HttpOnly; SameSite=Lax'])
  phone.cookie = cookie
  expectRefusal(await phone.call('getMe'), 'unauthenticated')
  expect((await tablet.call('getMe')).status).toBe(200)
  expect((await ada.call('getMe')).status).toBe(200)
})

test('where no demo is on, its paths are like any other', async () => {
  await using none = await startTestServer()
  for (const path of ['/demo/ada/api/v1/me', '/demo/ada/api/v1/instance', '/demo/ada/ws'])
    expectRefusal(await askRaw(none, ['GET', path], { cookie: ada.cookie! }), 'not_found')
  expect(await statusOfSocket(none, '/demo/ada/ws', { cookie: ada.cookie! })).toBe(404)
})

async function statusOfSocket(server: TestServer, path: string, headers: Record<string, string>) {
  const asked = { ...upgrade, origin: server.url, ...headers }
  return (await askRaw(server, ['GET', path], asked)).status
}
