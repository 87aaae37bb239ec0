import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { serveChatapp } from '../testing/chatapp-process.ts'
import { castPassword, startTestServer, TestPerson, type TestServer } from '../testing/index.ts'
import { readHistory } from '../testing/read-all.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'

test('everyone is told to come back, and what was begun is finished', async () => {
  await using server = await startTestServer()
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  await using opened = new AsyncDisposableStack()
  const sockets = [ana, ana, ben].map((person) => opened.use(person.openSocket()))
  await Promise.all(sockets.map((socket) => socket.next('hello')))
  const begun = new Promise<void>((resolve) => {
    let count = 0
    server.app.http.server.on('request', () => {
      if (++count === 20) resolve()
    })
  })
  const sends = Array.from({ length: 20 }, (_, i) => ana.send(ben, `before the end ${i}`))
  await begun

  await server.app.close()

  const sent = await Promise.all(sends)
  expect(sent.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(sent.map((_, i) => i + 1))
  for (const socket of sockets) {
    expect(await socket.closed).toBe(1012)
    expect(socket.frames.at(-1)).toEqual({ type: 'bye', code: 1012 })
  }
  expect(server.unexpected).toEqual([])
})

test('who does not leave when asked to is cut in the end', async () => {
  await using server = await startTestServer()
  const ana = await server.join('ana')
  await using stuck = ana.openSocket()
  await stuck.next('hello')
  stuck.ws.pause()

  await server.app.close()

  stuck.ws.resume()
  await stuck.closed
})

test('a connection from before is answered, but gets nothing new: not ready, and no socket', async () => {
  await using server = await startTestServer()
  const ready = await beginRequest(server, 'GET /readyz HTTP/1.1\r\nHost: localhost\r\n')
  const alive = await beginRequest(server, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n')
  const socket = await beginRequest(
    server,
    'GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n',
  )

  const closed = server.app.close()

  expect(await ready.finish()).toMatch(/^HTTP\/1\.1 503 .*"code":"unavailable"/s)
  expect(await alive.finish()).toMatch(/^HTTP\/1\.1 200 .*"status":"ok"/s)
  expect(await socket.finish()).toMatch(/^HTTP\/1\.1 503 .*Retry-After: 2/s)
  await closed
  await expect(fetch(server.url)).rejects.toThrow()
})

/** A request that the server has begun to read when it is told to close. */
async function beginRequest({ url, app }: TestServer, head: string) {
  const taken = once(app.http.server, 'connection')
  const stream = connect(Number(new URL(url).port), 'localhost')
  stream.write(head)
  const [connection] = await taken
  while (connection.bytesRead < head.length) await new Promise((resolve) => setImmediate(resolve))
  return {
    finish: () => {
      stream.write('\r\n')
      return text(stream)
    },
  }
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} under load loses nothing that was acknowledged, and the process ends by itself`, async () => {
    using folder = temporaryFolder()
    const env = { DATA_DIR: folder.path }
    let cookie: string | null = null
    const acknowledged: string[] = []
    {
      const server = await serveChatapp(env)
      const [ana, ben] = [await join(server.url, 'ana'), await join(server.url, 'ben')]
      cookie = ana.cookie
      const socket = ana.openSocket()
      await socket.next('hello')
      const lanes = Promise.allSettled(
        [ana, ana, ben, ben].map(async (from) => {
          const to = from === ana ? 'ben' : 'ana'
          for (let i = 0; ; i++) acknowledged.push((await from.send(to, `${i}`)).id)
        }),
      )
      while (acknowledged.length < 100) await socket.next('message.created')

      expect(await server.end(signal)).toBe(0)

      // A refused or cut connection; never an answer that is an error.
      for (const end of await lanes)
        expect(end).toMatchObject({ status: 'rejected', reason: expect.any(TypeError) })
      expect(await socket.closed).toBe(1012)
    }
    await using again = await serveChatapp(env)
    const ana = new TestPerson(again.url)
    ana.cookie = cookie
    const ids = (await readHistory(ana, 'ben')).map(({ id }) => id)
    expect(new Set(ids).isSupersetOf(new Set(acknowledged))).toBe(true)
  })
}

async function join(url: string, username: string): Promise<TestPerson> {
  const person = new TestPerson(url)
  const registration = { name: username, username, email: `${username}@example.com`, password: castPassword }
  person.me = (await person.call('signUp', { body: registration })).body.user
  return person
}
