import { expect, test } from 'vitest'
import { Refused } from '../http/refused.ts'
import { turnOnSecondFactor } from '../testing/authenticator.ts'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { castPassword, startTestServer } from '../testing/index.ts'
import { hourMs, minuteMs, TestClock } from '../testing/test-clock.ts'
import { SignInGuard } from './sign-in-guard.ts'

/** Seconds until somebody may try again; 0 for now. */
function waitFor(guard: SignInGuard, login: string, address: string): number {
  try {
    guard.check(login, address)
    return 0
  } catch (error) {
    expect(error).toBeInstanceOf(Refused)
    expect((error as Refused).code).toBe('rate_limited')
    return (error as Refused).details.retryAfter!
  }
}

const fail = (guard: SignInGuard, times: number, login = 'ana', address = '192.0.2.1') => {
  for (let i = 0; i < times; i++) guard.failed(login, address)
}

const statusesOf = (answers: { status: number }[]) => answers.map(({ status }) => status).sort()

test('after five failures each further one doubles the wait, up to a quarter of an hour', () => {
  const clock = new TestClock()
  const guard = new SignInGuard(true, clock.now)
  const waits: number[] = []
  for (let i = 0; i < 18; i++) {
    const wait = waitFor(guard, 'ana', '192.0.2.1')
    waits.push(wait)
    clock.pass(wait * 1000)
    expect(waitFor(guard, 'ana', '192.0.2.1')).toBe(0)
    guard.failed('ana', '192.0.2.1')
  }
  expect(waits).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900])
})

test('the wait holds until its last moment', () => {
  const clock = new TestClock()
  const guard = new SignInGuard(true, clock.now)
  fail(guard, 7)
  clock.pass(3_999)
  expect(waitFor(guard, 'ana', '192.0.2.1')).toBe(1)
  clock.pass(1)
  expect(waitFor(guard, 'ana', '192.0.2.1')).toBe(0)
})

test('another account at the address and the account at another address still get in', () => {
  const guard = new SignInGuard(true, new TestClock().now)
  fail(guard, 20)
  expect(waitFor(guard, 'ana', '192.0.2.1')).toBe(900)
  expect(waitFor(guard, 'ANA', '192.0.2.1')).toBe(900)
  expect(waitFor(guard, 'ben', '192.0.2.1')).toBe(0)
  expect(waitFor(guard, 'ana', '192.0.2.2')).toBe(0)
})

test('a success clears the count', () => {
  const guard = new SignInGuard(true, new TestClock().now)
  fail(guard, 9)
  guard.succeeded('ana', '192.0.2.1')
  fail(guard, 4)
  expect(waitFor(guard, 'ana', '192.0.2.1')).toBe(0)
})

test('failures are forgotten after an hour, whoever else goes on failing', () => {
  const clock = new TestClock()
  const guard = new SignInGuard(true, clock.now)
  fail(guard, 5, 'ana')
  fail(guard, 9, 'ben')
  clock.pass(50 * minuteMs)
  fail(guard, 1, 'ana')
  clock.pass(20 * minuteMs)
  fail(guard, 1, 'ben')
  // Ben's nine are older than an hour; this one is his first.
  expect(waitFor(guard, 'ben', '192.0.2.1')).toBe(0)
  fail(guard, 1, 'ana')
  expect(waitFor(guard, 'ana', '192.0.2.1')).toBe(4)
})

test('a flood of names does not fill the memory, nor free who fails at the moment', () => {
  const clock = new TestClock()
  const guard = new SignInGuard(true, clock.now)
  for (let i = 0; i < 100_500; i++) {
    guard.failed(`name${i}`, '192.0.2.9')
    if (i % 10_000 === 0) fail(guard, 1)
  }
  expect(waitFor(guard, 'ana', '192.0.2.1')).toBeGreaterThan(0)
  clock.pass(hourMs)
})

test('switched off, it holds up nobody', () => {
  const guard = new SignInGuard(false, new TestClock().now)
  fail(guard, 50)
  expect(waitFor(guard, 'ana', '192.0.2.1')).toBe(0)
})

test('who guesses has to wait, even with the right password, and is told for how long', async () => {
  const clock = new TestClock()
  await using server = await startTestServer({
    env: { RATE_LIMIT: 'on', REDIS_URL: '' },
    runtime: { now: clock.now },
  })
  await server.join('ana')
  await server.join('ben')
  const signIn = (login: string, password: string) =>
    server.stranger().call('signIn', { body: { login, password } })

  for (const login of ['ana', 'zoe']) {
    for (let i = 0; i < 5; i++) expectRefusal(await signIn(login, 'a guess'), 'unauthenticated')
    // Known and unknown logins are slowed alike.
    const sixth = await signIn(login, castPassword)
    expectRefusal(sixth, 'rate_limited')
    expect(sixth.problem.retryAfter).toBe(1)
    expect((await signIn(login.toUpperCase(), castPassword)).status).toBe(429)
    clock.pass(2 * minuteMs)
  }
  expect((await signIn('ben', castPassword)).status).toBe(200)
  expect((await signIn('ana', castPassword)).status).toBe(200)
  expect(server.unexpected).toEqual([])
})

test('guesses at the same moment are counted one after the other', async () => {
  const env = { RATE_LIMIT: 'on', REDIS_URL: '' }
  await using server = await startTestServer({ env, runtime: { now: new TestClock().now } })
  await server.join('ana')
  const guess = () => server.stranger().call('signIn', { body: { login: 'ana', password: 'a guess' } })
  const answers = await Promise.all(Array.from({ length: 10 }, guess))
  expect(statusesOf(answers)).toEqual([...Array(5).fill(401), ...Array(5).fill(429)])
  expect(server.unexpected).toEqual([])
})

test('so are codes, from wherever they come, and those that would turn a second step on', async () => {
  const env = { RATE_LIMIT: 'on', REDIS_URL: '', TRUSTED_PROXIES: '127.0.0.1' }
  // So that no pause is over while twenty are answered.
  const runtime = { now: new TestClock().now }
  await using server = await startTestServer({ env, runtime })
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  const { app } = await turnOnSecondFactor(ana)
  const body = { login: 'ana', password: castPassword, code: app.wrongCode() }
  const guess = (_: unknown, i: number) =>
    server.stranger().request('POST', '/api/v1/sign-in', body, {
      'content-type': 'application/json',
      'x-forwarded-for': `192.0.2.${i}`,
    })
  const answers = await Promise.all(Array.from({ length: 20 }, guess))
  expect(statusesOf(answers)).toEqual([...Array(5).fill(422), ...Array(15).fill(429)])

  await ben.call('beginSecondFactor')
  const finished = Array.from({ length: 8 }, () =>
    ben.call('finishSecondFactor', { body: { code: 'abcdef' } }),
  )
  expect(statusesOf(await Promise.all(finished))).toEqual([...Array(5).fill(422), ...Array(3).fill(429)])
  expect(server.unexpected).toEqual([])
})
