import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { castPassword, startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { joinDemo } from '../testing/join-demo.ts'
import { signIn } from '../testing/sign-in.ts'

let server: TestServer
let count = 0

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const newPassword = 'a new one, with spaces'
const sessionsOf = async (person: TestPerson) => (await person.call('listSessions')).body.items
const status = async (person: TestPerson) => (await person.call('getMe')).status

/** Ana at her desk, on her phone, and somewhere she has forgotten. */
async function anaOnThree() {
  const desk = await server.join(`ana_${++count}`)
  const username = desk.username
  const agents = {
    phone:
      'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36',
    forgotten: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0',
  }
  const signInWith = async (agent: string) => {
    const person = server.stranger()
    const body = { login: username, password: castPassword }
    await person.request('POST', '/api/v1/sign-in', body, {
      'user-agent': agent,
      'content-type': 'application/json',
    })
    person.me = desk.me
    return person
  }
  return { desk, phone: await signInWith(agents.phone), forgotten: await signInWith(agents.forgotten) }
}

test('everyone sees where they are signed in, this session first, and nobody else’s', async () => {
  const { desk, phone } = await anaOnThree()
  const sessions = await sessionsOf(phone)
  expect(sessions.map(({ device, isCurrent }) => [device, isCurrent])).toEqual([
    ['Chrome on Android', true],
    ['Firefox on Windows', false],
    [null, false],
  ])
  for (const session of sessions) {
    expect(session.address).toBe('127.0.0.1')
    expect(Date.now() - Date.parse(session.createdAt)).toBeLessThan(60_000)
    expect(session.lastActiveAt >= session.createdAt).toBe(true)
  }
  expect(JSON.stringify(sessions)).not.toContain(desk.cookie!.split('=')[1]!.slice(0, 20))
  expect(await sessionsOf(await server.join(`ben_${count}`))).toHaveLength(1)
})

test('one of them is ended: it is out at once, its sockets close, the others stay', async () => {
  const { desk, phone, forgotten } = await anaOnThree()
  await using socket = forgotten.openSocket()
  await using phones = phone.openSocket()
  await Promise.all([socket.next('hello'), phones.next('hello')])
  const ended = (await sessionsOf(desk)).find(({ device }) => device === 'Firefox on Windows')!

  expect((await desk.call('endSession', { params: { id: ended.id } })).status).toBe(204)
  expect(await socket.closed).toBe(4401)
  expect([await status(forgotten), await status(phone), await status(desk)]).toEqual([401, 200, 200])
  expect(phones.ws.readyState).toBe(phones.ws.OPEN)
  expectRefusal(await desk.call('endSession', { params: { id: ended.id } }), 'not_found')
})

test('nobody ends a session of somebody else', async () => {
  const { desk } = await anaOnThree()
  const mallory = await server.join(`mallory_${count}`)
  for (const { id } of await sessionsOf(desk))
    expectRefusal(await mallory.call('endSession', { params: { id } }), 'not_found')
  await mallory.call('endOtherSessions')
  expect(await sessionsOf(desk)).toHaveLength(3)
})

test('all others are ended at once', async () => {
  const { desk, phone, forgotten } = await anaOnThree()
  await using socket = phone.openSocket()
  await socket.next('hello')
  expect((await desk.call('endOtherSessions')).status).toBe(204)
  expect(await socket.closed).toBe(4401)
  expect([await status(forgotten), await status(phone), await status(desk)]).toEqual([401, 401, 200])
  expect(await sessionsOf(desk)).toHaveLength(1)
  expect((await desk.call('endOtherSessions')).status).toBe(204)
})

test('a new password ends the others, and only the new one lets in', async () => {
  const { desk, phone } = await anaOnThree()
  await using socket = phone.openSocket()
  await socket.next('hello')
  const body = { currentPassword: castPassword, password: newPassword }
  expect((await desk.call('changePassword', { body })).status).toBe(204)
  expect(await socket.closed).toBe(4401)
  expect([await status(phone), await status(desk)]).toEqual([401, 200])
  await expect(signIn(server, desk.username)).rejects.toThrow('unauthenticated')
  expect((await signIn(server, desk.username, newPassword)).username).toBe(desk.username)
})

test('nobody who signs in at that moment stays in by the old one', async () => {
  const ana = await server.join(`ana_${++count}`)
  const body = { currentPassword: castPassword, password: newPassword }
  let isChanged = false
  const change = ana.call('changePassword', { body }).then(({ status }) => {
    isChanged = true
    return status
  })
  const others: TestPerson[] = []
  const tries: Promise<unknown>[] = []
  while (!isChanged && tries.length < 100) {
    const other = server.stranger()
    others.push(other)
    tries.push(other.call('signIn', { body: { login: ana.username, password: castPassword } }))
    await setTimeout(10)
  }
  expect(await change).toBe(204)
  await Promise.all(tries)
  expect(await Promise.all(others.map(status))).toEqual(others.map(() => 401))
  expect(await sessionsOf(ana)).toHaveLength(1)
})

test('with a wrong current password nothing changes, and guessing is slowed down like a sign-in', async () => {
  const { desk, phone } = await anaOnThree()
  const change = (currentPassword: string, password = newPassword) =>
    desk.call('changePassword', { body: { currentPassword, password } })
  for (const [currentPassword, password, path, code] of [
    ['not hers', newPassword, '/currentPassword', 'wrong'],
    [castPassword, 'short', '/password', 'too_short'],
    [castPassword, 'password1', '/password', 'not_allowed'],
  ] as const)
    expect((await change(currentPassword, password)).problem).toMatchObject({
      code: 'validation_failed',
      errors: [{ path, code }],
    })
  expect([await status(phone), await status(desk)]).toEqual([200, 200])
  await signIn(server, desk.username)

  await using guarded = await startTestServer({ env: { RATE_LIMIT: 'on', REDIS_URL: '' } })
  const ana = await guarded.join('ana')
  const guess = () =>
    ana.call('changePassword', { body: { currentPassword: 'guess', password: newPassword } })
  for (let i = 0; i < 5; i++) expect((await guess()).status).toBe(422)
  expectRefusal(await guess(), 'rate_limited')
})

test('of two changes at once one counts', async () => {
  const { desk, phone } = await anaOnThree()
  const answers = await Promise.all(
    [desk, phone].map((person, i) =>
      person.call('changePassword', { body: { currentPassword: castPassword, password: `password ${i}` } }),
    ),
  )
  const statuses = answers.map((answer) => answer.status)
  expect(statuses.filter((one) => one === 204)).toHaveLength(1)
  await signIn(server, desk.username, `password ${statuses.indexOf(204)}`)
})

test('who is in the demo has no password to change', async () => {
  await using demo = await startTestServer()
  const { ada } = await joinDemo(demo)
  const body = { currentPassword: castPassword, password: newPassword }
  expectRefusal(await ada.call('changePassword', { body }), 'forbidden')
  expect((await ada.call('listSessions')).status).toBe(200)
})
