import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createLog } from '../log.ts'
import { systemRuntime } from '../runtime.ts'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { castPassword, startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { joinDemo } from '../testing/join-demo.ts'
import { signIn } from '../testing/sign-in.ts'
import { dayMs, minuteMs, TestClock } from '../testing/test-clock.ts'
import { requireFresh } from './confirming.ts'

let server: TestServer
let count = 0
const clock = new TestClock()

beforeAll(async () => {
  server = await startTestServer({ runtime: { now: clock.now } })
})
// Sessions begin by the system's clock.
beforeEach(() => clock.reset())
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const confirm = (person: TestPerson, password = castPassword) =>
  person.call('confirmIdentity', { body: { password } })

async function isFresh(person: TestPerson): Promise<boolean> {
  const { items } = (await person.call('listSessions')).body
  const runtime = { ...systemRuntime(createLog('silent')), now: clock.now }
  const sessionId = items.find(({ isCurrent }) => isCurrent)!.id
  return requireFresh({ storage: server.app.storage, runtime }, { sessionId }).then(
    () => true,
    () => false,
  )
}

test('a session is fresh for ten minutes after it was begun, and again after its person has confirmed', async () => {
  const ana = await server.join(`ana_${++count}`)
  expect(await isFresh(ana)).toBe(true)
  clock.pass(9 * minuteMs)
  expect(await isFresh(ana)).toBe(true)
  // The system's clock went on a little while Ana joined.
  clock.pass(2 * minuteMs)
  expect(await isFresh(ana)).toBe(false)

  clock.pass(dayMs)
  expect((await confirm(ana)).status).toBe(204)
  expect(await isFresh(ana)).toBe(true)
  clock.pass(10 * minuteMs)
  expect(await isFresh(ana)).toBe(false)
  expect((await ana.call('getMe')).status).toBe(200)
})

test('who confirms does so for this session alone', async () => {
  const desk = await server.join(`ana_${++count}`)
  const phone = await signIn(server, desk.username)
  clock.pass(dayMs)
  await confirm(phone)
  expect([await isFresh(phone), await isFresh(desk)]).toEqual([true, false])
  clock.reset()
  // Whoever signs in is asked nothing again.
  expect(await isFresh(await signIn(server, desk.username))).toBe(true)
})

test('a wrong password confirms nothing, signs nobody out, and guessing is slowed down like a sign-in', async () => {
  const ana = await server.join(`ana_${++count}`)
  clock.pass(dayMs)
  expectRefusal(await confirm(ana, 'a guess'), 'validation_failed', ['/password', 'wrong'])
  expect(await isFresh(ana)).toBe(false)
  expect((await ana.call('getMe')).status).toBe(200)

  await using guarded = await startTestServer({ env: { RATE_LIMIT: 'on', REDIS_URL: '' } })
  const ben = await guarded.join('ben')
  for (let i = 0; i < 5; i++) expect((await confirm(ben, 'a guess')).status).toBe(422)
  expectRefusal(await confirm(ben), 'rate_limited')
  const signedOut = guarded.stranger()
  expectRefusal(
    await signedOut.call('signIn', { body: { login: 'ben', password: castPassword } }),
    'rate_limited',
  )
})

test('who is in the demo has no password to confirm with', async () => {
  await using demo = await startTestServer()
  const { ada } = await joinDemo(demo)
  expectRefusal(await confirm(ada), 'forbidden')
})
