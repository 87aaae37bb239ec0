import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { castPassword, startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { joinAdmin } from '../testing/join-admin.ts'
import { dayMs, hourMs, minuteMs, TestClock } from '../testing/test-clock.ts'

let server: TestServer
const clock = new TestClock()
let ana: TestPerson

let count = 0

beforeAll(async () => {
  // The hourly sweep runs when a test says so.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  server = await startTestServer({ runtime: { now: clock.now } })
  await joinAdmin(server, 'ada')
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

const status = async (person: TestPerson) => (await person.call('getMe')).status

async function signInAdmin(): Promise<TestPerson> {
  const admin = server.stranger()
  await admin.call('signIn', { body: { login: 'ada', password: castPassword } })
  return admin
}

/** Uses a session now and then for so long. */
async function useFor(person: TestPerson, totalMs: number, everyMs: number) {
  for (let passed = 0; passed < totalMs; passed += everyMs) {
    clock.pass(everyMs)
    expect(await status(person)).toBe(200)
  }
}

test('after an hour of use the session is prolonged and its cookie sent again, once', async () => {
  clock.pass(55 * minuteMs)
  expect((await ana.call('getMe')).headers.getSetCookie()).toEqual([])
  clock.pass(10 * minuteMs)
  const before = ana.cookie
  const { headers } = await ana.call('getMe')
  expect(headers.getSetCookie()).toEqual([
    `${before}; Max-Age=${(14 * dayMs) / 1000}; Path=/; HttpOnly; SameSite=Lax`,
  ])
  expect(ana.cookie).toBe(before)
  for (const pause of [0, minuteMs, 50 * minuteMs]) {
    clock.pass(pause)
    expect((await ana.call('getMe')).headers.getSetCookie()).toEqual([])
  }
})

test('a session that nobody uses for 14 days ends', async () => {
  clock.pass(14 * dayMs - minuteMs)
  expect(await status(ana)).toBe(200)
  clock.pass(14 * dayMs - minuteMs)
  expect(await status(ana)).toBe(200)
  clock.pass(14 * dayMs + minuteMs)
  expectRefusal(await ana.call('getMe'), 'unauthenticated')
})

test('a session that is used every day ends after 90 days', async () => {
  await useFor(ana, 89 * dayMs, dayMs)
  clock.pass(dayMs - minuteMs)
  const { headers } = await ana.call('getMe')
  // The cookie does not promise more than what is left.
  const [, maxAge] = /Max-Age=(\d+)/.exec(headers.getSetCookie()[0] ?? 'Max-Age=0')!
  expect(Number(maxAge)).toBeLessThan(2 * 60)
  clock.pass(2 * minuteMs)
  expectRefusal(await ana.call('getMe'), 'unauthenticated')
})

test('an administrator is signed out after a day without use', async () => {
  const admin = await signInAdmin()
  await useFor(admin, 3 * dayMs, 23 * hourMs)
  clock.pass(25 * hourMs)
  expect(await status(admin)).toBe(401)
  expect(await status(ana)).toBe(200)
})

test('an administrator is signed out after 30 days in any case', async () => {
  const admin = await signInAdmin()
  await useFor(admin, 30 * dayMs - 12 * hourMs, 12 * hourMs)
  clock.pass(12 * hourMs + minuteMs)
  expect(await status(admin)).toBe(401)
})

test('who is banned is out within five seconds, and who is let in again is back', async () => {
  const ban = (banned: 0 | 1) =>
    server.app.storage.db
      .updateTable('auth_user')
      .set({ banned })
      .where('username', '=', ana.username)
      .execute()
  expect(await status(ana)).toBe(200)
  await ban(1)
  clock.pass(5_000)
  expectRefusal(await ana.call('getMe'), 'unauthenticated')
  await ban(0)
  clock.pass(5_000)
  expect(await status(ana)).toBe(200)
})

test('a session that is deleted from the database is over within five seconds', async () => {
  expect(await status(ana)).toBe(200)
  await server.app.storage.db.deleteFrom('auth_session').execute()
  clock.pass(5_000)
  expect(await status(ana)).toBe(401)
})

test('sessions that have ended are swept away, others stay', async () => {
  const { db } = server.app.storage
  const ben = await server.join('ben')
  const sessionsOf = async (person: TestPerson) => {
    const sessions = db
      .selectFrom('auth_session as session')
      .innerJoin('auth_user as user', 'user.id', 'user_id')
    return (await sessions.select('session.id').where('username', '=', person.username).execute()).length
  }
  clock.pass(10 * dayMs)
  expect(await status(ben)).toBe(200)
  clock.pass(5 * dayMs)
  expect(await sessionsOf(ana)).toBe(1)
  vi.advanceTimersByTime(hourMs)
  await expect.poll(() => sessionsOf(ana)).toBe(0)
  expect(await sessionsOf(ben)).toBe(1)
  expect(await status(ben)).toBe(200)
  expect(await status(ana)).toBe(401)
})
