import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { askRaw } from '../testing/ask-raw.ts'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { startProgram } from '../testing/start-program.ts'

let server: TestServer
let ana: TestPerson
let count = 0

beforeAll(async () => {
  server = await startTestServer()
})
beforeEach(async () => {
  ana = await server.join(`ana_${++count}`)
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

test('what is no token, or none any more, lets nobody in, whatever cookie comes with it', async () => {
  const { token } = await startProgram(ana)
  const good = token!
  const ask = (authorization: string, cookie = ana.cookie!) =>
    askRaw(server, ['GET', '/api/v1/me'], { authorization, cookie })
  const flipped = good.slice(0, -1) + (good.endsWith('A') ? 'B' : 'A')
  for (const wrong of [
    flipped,
    good.slice(0, -1),
    `${good}x`,
    good.toUpperCase(),
    good.slice('chatapp_'.length),
    `chatapp_${'A'.repeat(43)}`,
    `"${good}"`,
    `${good} x`,
    `${good},${good}`,
    ` ${good}`,
    '',
  ])
    expectRefusal(await ask(`Bearer ${wrong}`), 'unauthenticated')
  expectRefusal(await ask('Bearer'), 'unauthenticated')
  for (const right of [`Bearer ${good}`, `bearer ${good}`, `BEARER ${good}`])
    expect((await ask(right, 'chatapp=forged')).status).toBe(200)
  // Nor does one stand in an address or in a cookie.
  expectRefusal(await server.stranger().request('GET', `/api/v1/me?token=${good}`), 'unauthenticated')
  expectRefusal(await askRaw(server, ['GET', '/api/v1/me'], { cookie: `chatapp=${good}` }), 'unauthenticated')
})

test('another scheme is for a proxy in front: the cookie says who asks', async () => {
  for (const authorization of ['Basic YW5hOng=', `Token ${'x'.repeat(51)}`, 'chatapp_x', 'Bearerx']) {
    const answer = await askRaw(server, ['GET', '/api/v1/me'], { authorization, cookie: ana.cookie! })
    expect(answer.status).toBe(200)
    expectRefusal(await askRaw(server, ['GET', '/api/v1/me'], { authorization }), 'unauthenticated')
  }
})

test('of two headers none counts', async () => {
  const { token } = await startProgram(ana)
  for (const pair of [
    [`Bearer ${token}`, `Bearer ${token}`],
    [`Bearer ${token}`, 'Basic x'],
    ['Basic x', `Bearer ${token}`],
  ]) {
    const answer = await askRaw(server, ['GET', '/api/v1/me'], { authorization: pair, cookie: ana.cookie! })
    expectRefusal(answer, 'unauthenticated')
  }
})

test('a token decides for whom, not the cookie beside it', async () => {
  const ben = await server.join(`ben_${count}`)
  const program = await startProgram(ben)
  program.cookie = ana.cookie
  expect((await program.call('getMe')).body.username).toBe(ben.username)
  // What only a session may do it does not do for either of them.
  expectRefusal(await program.call('endOtherSessions'), 'forbidden')
  await using socket = program.openSocket()
  await socket.next('hello')
  await ana.send(ben, 'Which of us?')
  expect(await socket.next('message.created')).toMatchObject({ seq: 1 })
})

test('a page of another origin gets nothing by a token', async () => {
  const program = await startProgram(ana)
  const foreign = { origin: 'https://evil.example' }
  const ben = await server.join(`ben_${count}`)
  const body = { to: ben.username, body: 'Hello' }
  expectRefusal(await program.request('POST', '/api/v1/messages', body, foreign), 'forbidden')
  expect(await program.openSocket(foreign).closed).toBe(4403)
  await using socket = program.openSocket({ origin: new URL(server.url).origin })
  await socket.next('hello')
})
