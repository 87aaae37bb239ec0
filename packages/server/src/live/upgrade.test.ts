import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startTestServer, type TestServer } from '../testing/index.ts'
import { TestClock } from '../testing/test-clock.ts'

test('a page of another origin is turned away, and so is one that names none', async () => {
  await using server = await startTestServer()
  const ana = await server.join('ana')
  const { port } = new URL(server.url)
  for (const origin of [
    'https://evil.example',
    'null',
    `http://localhost:${Number(port) + 1}`,
    `${server.url}.evil`,
  ])
    expect(await ana.openSocket({ origin }).closed, origin).toBe(4403)
  const socket = new WebSocket(`ws://localhost:${port}/ws`, { headers: { cookie: ana.cookie! } })
  const [code] = await once(socket, 'close')
  expect(code).toBe(4403)
  expect(server.app.hub.socketCount).toBe(0)
})

test('every name of this machine is home, unless there is a public address', async () => {
  await using server = await startTestServer()
  const ana = await server.join('ana')
  const { port } = new URL(server.url)
  for (const host of ['localhost', '127.0.0.1', '[::1]']) {
    await using socket = ana.openSocket({ origin: `http://${host}:${port}` })
    await socket.next('hello')
  }

  await using known = await startTestServer({ env: { PUBLIC_URL: 'https://chat.example.org' } })
  const reached = `http://localhost:${(known.app.http.server.address() as AddressInfo).port}`
  const turnedAway = new WebSocket(`${reached.replace('http', 'ws')}/ws`, { headers: { origin: reached } })
  expect((await once(turnedAway, 'close'))[0]).toBe(4403)
})

test('nobody comes in without a session, with one that has ended, or with a forged one', async () => {
  await using server = await startTestServer()
  const ana = await server.join('ana')
  const { cookie } = ana
  expect(await server.stranger().openSocket().closed).toBe(4401)
  const forged = [`${cookie!.slice(0, -4)}AAAA`, 'chatapp=', 'chatapp=%', 'chatapp=a.b', 'other=1']
  for (const text of forged) expect(await ana.openSocket({ cookie: text }).closed, text).toBe(4401)

  await ana.call('signOut')
  ana.cookie = cookie
  expect(await ana.openSocket().closed).toBe(4401)
  expect(server.unexpected).toEqual([])
})

test('only /ws is a socket', async () => {
  await using server = await startTestServer()
  const ana = await server.join('ana')
  for (const path of ['/', '/ws/', '/ws?token=1', '/WS', '/api/v1/messages']) {
    const socket = new WebSocket(server.url.replace('http', 'ws') + path, {
      headers: { cookie: ana.cookie!, origin: server.url },
    })
    const [, response] = await once(
      socket.on('error', () => {}),
      'unexpected-response',
    )
    expect(response.statusCode, path).toBe(404)
  }
})

test('a request that is no proper upgrade is refused, and the server goes on', async () => {
  await using server = await startTestServer()
  const bad = [
    'GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    'GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 1\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    'POST /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 0\r\n\r\n',
    'GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n',
  ]
  for (const request of bad) expect(await answerTo(server, request)).toMatch(/^HTTP\/1\.1 4\d\d /)
  expect((await server.stranger().call('getHealth')).status).toBe(200)
  expect(server.unexpected).toEqual([])
})

async function answerTo(server: TestServer, request: string): Promise<string> {
  const stream = connect(Number(new URL(server.url).port), 'localhost')
  stream.end(request)
  return text(stream)
}

test('when many come back at once, the door lets in as many as it can bear', async () => {
  const { now } = new TestClock()
  await using server = await startTestServer({ env: { RATE_LIMIT: 'on', REDIS_URL: '' }, runtime: { now } })
  const outcomes = await Promise.all(Array.from({ length: 510 }, () => knock(server)))
  expect(outcomes.filter((outcome) => outcome === 'let in')).toHaveLength(500)
  expect(outcomes.filter((outcome) => outcome === '503, again in 2 s')).toHaveLength(10)
})

/** Without a session, which does not matter at the door. */
async function knock({ url }: TestServer): Promise<string> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers: { origin: url } })
  const refused = once(
    socket.on('error', () => {}),
    'unexpected-response',
  ).then(([, { statusCode, headers }]) => {
    socket.terminate()
    return `${statusCode}, again in ${headers['retry-after']} s`
  })
  return Promise.race([refused, once(socket, 'close').then(() => 'let in')])
}

test('sockets that vanish as soon as they open are forgotten', async () => {
  await using server = await startTestServer()
  const ana = await server.join('ana')
  const { db } = server.app.storage
  for (let i = 0; i < 30; i++) {
    // A session that must be prolonged is looked up for longer, so that the socket is gone before it is let in.
    await db
      .updateTable('auth_session')
      .set({ updated_at: new Date(Date.now() - 2 * 86_400_000).toISOString() })
      .execute()
    const socket = ana.openSocket()
    await once(socket.ws, 'upgrade')
    socket.ws.terminate()
    await socket.closed
  }
  await using last = ana.openSocket()
  await last.next('hello')
  await expect.poll(() => server.app.hub.socketCount).toBe(1)
})
