import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { castPassword, startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'

let server: TestServer
let ana: TestPerson

beforeAll(async () => {
  server = await startTestServer()
  ana = await server.join('ana')
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const signIn = (login: string, password = castPassword) =>
  server.stranger().call('signIn', { body: { login, password } })

test('people sign in by username or address, in any case', async () => {
  for (const login of [
    'ana',
    'ANA',
    'Ana',
    'ana@example.com',
    'ANA@Example.COM',
    '  ana ',
    ' ana@example.com\t',
  ]) {
    const device = server.stranger()
    const answer = await device.call('signIn', { body: { login, password: castPassword } })
    expect(answer.status, login).toBe(200)
    expect(answer.body.user).toEqual(ana.me)
    expect((await device.call('getMe')).body).toEqual(ana.me)
  }
})

test('whether it was the login or the password that was wrong is not said', async () => {
  const problems = []
  for (const answer of [
    await signIn('ana', 'wrong password'),
    await signIn('ana@example.com', 'wrong password'),
    await signIn('zoe'),
    await signIn('zoe@example.com'),
    await signIn('nobody@chatapp.invalid'),
    await signIn('@'),
    await signIn(' '),
    await signIn('ana@example.com@'),
    await signIn("' or 1=1 --"),
    await signIn('ana\u200b'),
    await signIn('ana', 'x'),
  ]) {
    expectRefusal(answer, 'unauthenticated')
    expect(answer.headers.getSetCookie()).toEqual([])
    problems.push({ ...answer.problem, requestId: '' })
  }
  for (const problem of problems) expect(problem).toEqual(problems[0])
})

test('an unknown login takes about as long as a known one', async () => {
  const fastest = async (login: string) => {
    const times: number[] = []
    for (let i = 0; i < 6; i++) {
      const startedAt = performance.now()
      await signIn(login, 'wrong password')
      times.push(performance.now() - startedAt)
    }
    return Math.min(...times)
  }
  const known = await fastest('ana')
  for (const login of ['zoe', 'zoe@example.com']) expect(await fastest(login)).toBeGreaterThan(known / 3)
})

test('signing out ends this session at once, clears the cookie, and leaves other devices alone', async () => {
  const [phone, laptop] = [server.stranger(), server.stranger()]
  for (const device of [phone, laptop])
    await device.call('signIn', { body: { login: 'ana', password: castPassword } })
  const stolen = server.stranger()
  stolen.cookie = phone.cookie
  expect((await stolen.call('getMe')).status).toBe(200)

  const answer = await phone.call('signOut')
  expect(answer.status).toBe(204)
  expect(answer.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^chatapp=; Max-Age=0; Path=\/; HttpOnly; SameSite=Lax$/),
  ])
  for (const device of [phone, stolen]) {
    expectRefusal(await device.call('getMe'), 'unauthenticated')
    expectRefusal(await device.call('signOut'), 'unauthenticated')
    expectRefusal(await device.call('sendMessage', { body: { to: 'ana', body: 'x' } }), 'unauthenticated')
  }
  expect((await laptop.call('getMe')).status).toBe(200)
})

test('each sign-in is a session of its own', async () => {
  const cookies = await Promise.all(
    [1, 2, 3].map(async () => (await signIn('ana')).headers.getSetCookie()[0]!.split(';')[0]),
  )
  expect(new Set(cookies).size).toBe(3)
})

test('a session that is given along at sign-in is not taken over', async () => {
  // Somebody plants a cookie of theirs in another's browser: what is signed in then has a new one.
  const planted = server.stranger()
  planted.cookie = ana.cookie
  await planted.call('signIn', { body: { login: 'ana', password: castPassword } })
  expect(planted.cookie).not.toBe(ana.cookie)
  expect((await ana.call('getMe')).status).toBe(200)
})
