import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { registration } from '../testing/good-inputs.ts'
import {
  type Answer,
  castPassword,
  startTestServer,
  type TestPerson,
  type TestServer,
} from '../testing/index.ts'
import { hourMs, minuteMs, TestClock } from '../testing/test-clock.ts'

const clock = new TestClock()
let server: TestServer
let ana: TestPerson
let ben: TestPerson

beforeAll(async () => {
  // Redis would count by its own clock, which does not move when told to.
  server = await startTestServer({ env: { RATE_LIMIT: 'on', REDIS_URL: '' }, runtime: { now: clock.now } })
  ana = await server.join('ana')
  ben = await server.join('ben')
})
beforeEach(() => clock.pass(hourMs))
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const send = (from: TestPerson, to: string, body = 'hello') =>
  from.call('sendMessage', { body: { to, body } })

/** As often as it goes, at one moment. @returns how often it went, and the refusal at the end. */
async function exhaust(ask: () => Promise<Answer<unknown>>) {
  for (let count = 0; count < 1000; count++) {
    const answer = await ask()
    if (answer.status === 429) return { count, answer, retryAfter: answer.problem.retryAfter! }
  }
  throw new Error('there is no limit')
}

test('thirty messages may be sent at once, then five a second', async () => {
  const { count, answer, retryAfter } = await exhaust(() => send(ana, 'ben'))
  expect(count).toBe(30)
  expectRefusal(answer, 'rate_limited')
  expect(answer.headers.get('retry-after')).toBe('1')
  expect(retryAfter).toBe(1)

  clock.pass(199)
  expect((await send(ana, 'ben')).status).toBe(429)
  clock.pass(1)
  expect((await send(ana, 'ben')).status).toBe(201)
  expect((await send(ana, 'ben')).status).toBe(429)
  clock.pass(1000)
  expect((await exhaust(() => send(ana, 'ben'))).count).toBe(5)
  clock.pass(6000)
  expect((await exhaust(() => send(ana, 'ben'))).count).toBe(30)
})

test('what was refused was not sent, and others are not held up', async () => {
  const before = (await ben.call('listMessages', { query: { with: 'ana' } })).body.items.at(-1)!.number
  const { count } = await exhaust(() => send(ana, 'ben'))
  expect((await send(ben, 'ana')).body).toMatchObject({ number: before + count + 1 })
  expect((await ana.call('getConversation', { params: { username: 'ben' } })).status).toBe(200)
})

test('repeats and mistakes count like other sends', async () => {
  const id = crypto.randomUUID()
  const again = () => ana.call('sendMessage', { body: { id, to: 'ben', body: 'once' } })
  for (let i = 0; i < 10; i++) expect((await again()).status).toBe(i === 0 ? 201 : 200)
  for (let i = 0; i < 10; i++) expect((await send(ana, 'ben', ' ')).status).toBe(422)
  expect((await exhaust(again)).count).toBe(10)
})

test('a client that waits as long as it is told to gets through', async () => {
  for (const ask of [
    () => send(ana, 'ben'),
    () => ana.call('getMe'),
    () => ana.call('listUsers', { query: { q: 'b' } }),
    () => ana.call('markRead', { params: { username: 'ben' }, body: { number: 1 } }),
    () => server.stranger().call('signIn', { body: { login: 'ben', password: castPassword } }),
  ]) {
    const { retryAfter } = await exhaust(ask)
    clock.pass(retryAfter * 1000)
    expect((await ask()).status).toBeLessThan(300)
  }
})

test('thirty new people may be written to in an hour; who one knows, any time', async () => {
  const usernames = Array.from({ length: 33 }, (_, i) => `new_${i}`)
  const people: TestPerson[] = []
  for (const username of usernames) {
    clock.pass(6 * minuteMs)
    people.push(await server.join(username))
  }
  clock.pass(hourMs)
  const writeTo = (username: string) => {
    clock.pass(200)
    return send(ana, username)
  }
  for (const username of usernames.slice(0, 30)) expect((await writeTo(username)).status).toBe(201)
  const refused = await writeTo('new_30')
  expectRefusal(refused, 'rate_limited')
  // One more every two minutes.
  expect(refused.problem.retryAfter).toBeGreaterThan(100)
  expect(refused.problem.retryAfter).toBeLessThanOrEqual(120)

  // Known people, and those who wrote first, can be answered.
  expect((await writeTo('new_0')).status).toBe(201)
  await people[31]!.send(ana, 'hello, we have not met')
  expect((await writeTo('new_31')).status).toBe(201)
  expect((await people[30]!.call('listConversations')).body.items).toEqual([])

  clock.pass(2 * minuteMs)
  expect((await writeTo('new_30')).status).toBe(201)
  expect((await writeTo('new_32')).status).toBe(429)
})

test('fifty reads may come at once, then fifty a second; sending goes on', async () => {
  const reads = [
    () => ana.call('getMe'),
    () => ana.call('listConversations'),
    () => ana.call('getFeed', { query: { after: 0 } }),
    () => ana.call('listMessages', { query: { with: 'ben' } }),
    () => ana.call('getMessage', { params: { id: crypto.randomUUID() } }),
    () => ana.call('getUser', { params: { username: 'ben' } }),
  ]
  let i = 0
  const { count, answer } = await exhaust(() => reads[i++ % reads.length]!())
  expect(count).toBe(50)
  expectRefusal(answer, 'rate_limited')
  expect((await send(ana, 'ben')).status).toBe(201)
  expect((await ben.call('getMe')).status).toBe(200)
  clock.pass(100)
  expect((await exhaust(() => ana.call('getMe'))).count).toBe(5)
})

test('five looks into the directory a second', async () => {
  expect((await exhaust(() => ana.call('listUsers', { query: { q: 'be' } }))).count).toBe(5)
  expect((await ana.call('getMe')).status).toBe(200)
  clock.pass(1000)
  expect((await exhaust(() => ana.call('listUsers'))).count).toBe(5)
})

test('ten other writes at once', async () => {
  const mark = () => ana.call('markRead', { params: { username: 'ben' }, body: { number: 1 } })
  expect((await exhaust(mark)).count).toBe(10)
  expect((await ana.call('signOut')).status).toBe(429)
  expect((await ana.call('getMe')).status).toBe(200)
  clock.pass(1000)
  expect((await mark()).status).toBe(200)
})

test('ten sign-ups an hour from one address, good or bad', async () => {
  clock.pass(hourMs)
  let i = 0
  const attempt = () => {
    const body = registration(`sign_up_${++i}`)
    if (i % 3 === 1) return server.stranger().call('signUp', { body })
    if (i % 3 === 2) return server.stranger().call('signUp', { body: { ...body, username: 'ana' } })
    return server.stranger().call('setUp', { body: { ...body, token: 'wrong' } })
  }
  const { count, answer, retryAfter } = await exhaust(attempt)
  expect(count).toBe(10)
  expectRefusal(answer, 'rate_limited')
  expect(retryAfter).toBe(360)
  clock.pass(6 * minuteMs)
  expect((await exhaust(attempt)).count).toBe(1)
  // Who has an account is not concerned.
  expect((await ana.call('getMe')).status).toBe(200)
})

test('ten sign-ins a minute from one address, whoever it is', async () => {
  let i = 0
  const attempt = () => server.stranger().call('signIn', { body: { login: `guess_${++i}`, password: 'x' } })
  const { count, retryAfter } = await exhaust(attempt)
  expect(count).toBe(10)
  expect(retryAfter).toBe(6)
  const right = () => server.stranger().call('signIn', { body: { login: 'ben', password: castPassword } })
  expect((await right()).status).toBe(429)
  clock.pass(6000)
  expect((await right()).status).toBe(200)
})

test('probes are never held up', async () => {
  for (let i = 0; i < 100; i++) expect((await server.stranger().call('getHealth')).status).toBe(200)
})
