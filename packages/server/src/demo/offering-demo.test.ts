/** The conditions under which a demo may be begun, used and ended, each refused beside what is allowed. */
import type { Instance } from '@chatapp/contract'
import { expect, test } from 'vitest'
import { askRaw } from '../testing/ask-raw.ts'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { startTestServer, type TestServer } from '../testing/index.ts'
import { joinDemo } from '../testing/join-demo.ts'
import { TestClock } from '../testing/test-clock.ts'
import { isAtThisMachine } from './this-machine.ts'

const portOf = ({ url }: TestServer) => new URL(url).port

/** What a client with these headers is offered, and what happens when it takes, uses and ends it. */
async function tryDemo(server: TestServer, headers: Record<string, string> = {}) {
  const { ada } = await joinDemoFromHere(server)
  const instance = await askRaw(server, ['GET', '/api/v1/instance'], headers)
  return {
    isOffered: (instance.body as Instance).offersDemo,
    started: await askRaw(server, ['POST', '/api/v1/demo'], headers),
    used: await askRaw(server, ['GET', '/demo/ada/api/v1/me'], { ...headers, cookie: ada ?? '' }),
    ended: await askRaw(server, ['DELETE', '/api/v1/demo'], headers),
  }
}

/** Where nobody at all is offered one, there is none to join. */
async function joinDemoFromHere(server: TestServer): Promise<{ ada: string | null }> {
  const { headers } = await askRaw(server, ['POST', '/api/v1/demo'])
  return { ada: headers.getSetCookie()[0]?.split(';', 1)[0] ?? null }
}

async function expectOffered(server: TestServer, headers: Record<string, string> = {}) {
  const { isOffered, started, used, ended } = await tryDemo(server, headers)
  expect(isOffered, JSON.stringify(headers)).toBe(true)
  expect([started.status, used.status, ended.status]).toEqual([200, 200, 204])
}

async function expectRefused(server: TestServer, headers: Record<string, string> = {}) {
  const { isOffered, started, used, ended } = await tryDemo(server, headers)
  expect(isOffered, JSON.stringify(headers)).toBe(false)
  expectRefusal(started, 'forbidden')
  expect(started.headers.getSetCookie()).toEqual([])
  expectRefusal(used, 'not_found')
  expectRefusal(ended, 'forbidden')
}

test('whoever sits at the machine is offered a demo, under any of its names', async () => {
  await using server = await startTestServer()
  const port = portOf(server)
  for (const host of ['localhost', 'LocalHost', '127.0.0.1', '127.8.9.10', '[::1]'])
    for (const written of [host, `${host}:${port}`, `${host}:5173`])
      await expectOffered(server, { host: written })
  expect(server.unexpected).toEqual([])
})

test('a request under another name is not, so that no page can point its own name here', async () => {
  await using server = await startTestServer()
  await expectOffered(server)
  for (const host of [
    'chat.example',
    'evil.localhost',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '192.168.1.7:3000',
    '[::2]',
    '::1',
    '0.0.0.0',
  ])
    await expectRefused(server, { host })
})

test('nor is one that was passed on for somebody else', async () => {
  await using server = await startTestServer()
  await expectOffered(server, { 'x-real': '1', forward: '1', 'user-agent': 'via' })
  for (const name of [
    'Forwarded',
    'X-Forwarded-For',
    'x-forwarded-host',
    'x-forwarded-x',
    'X-Real-IP',
    'Via',
  ])
    await expectRefused(server, { [name]: '127.0.0.1' })
})

test('nor anybody where there is a public address, or other machines get to', async () => {
  await using server = await startTestServer({ env: { HOST: 'localhost' } })
  await expectOffered(server)
  for (const env of [
    { PUBLIC_URL: 'http://localhost:5173' },
    { PUBLIC_URL: 'https://chat.example' },
    { HOST: '0.0.0.0', PUBLIC_URL: 'https://chat.example' },
  ] as Record<string, string>[]) {
    await using open = await startTestServer({ env })
    await expectRefused(open)
  }
  // No setting has the one without the other.
  expect(isAtThisMachine({ isLoopback: false, publicUrl: null }, { host: 'localhost' })).toBe(false)
})

test('nor once somebody has an account', async () => {
  await using server = await startTestServer()
  await expectOffered(server)
  await server.join('ana')
  await expectRefused(server)
  expect(server.unexpected).toEqual([])
})

test('the demo is no set-up: that is still to be done', async () => {
  await using server = await startTestServer()
  await joinDemo(server)
  expect((await server.stranger().call('getInstance')).body).toMatchObject({
    needsSetUp: true,
    offersDemo: true,
  })
})

test('a page of another origin neither begins nor ends one', async () => {
  await using server = await startTestServer()
  const { ada } = await joinDemo(server)
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: `http://localhost:${Number(portOf(server)) + 1}` },
    { 'sec-fetch-site': 'cross-site' },
  ] as Record<string, string>[])
    for (const method of ['POST', 'DELETE']) {
      const answer = await askRaw(server, [method, '/api/v1/demo'], headers)
      expectRefusal(answer, 'forbidden')
      expect(answer.headers.getSetCookie()).toEqual([])
    }
  expect((await ada.call('getMe')).status).toBe(200)
  const home = { origin: server.url, 'sec-fetch-site': 'same-origin' }
  expect((await askRaw(server, ['POST', '/api/v1/demo'], home)).status).toBe(200)
  expect((await askRaw(server, ['DELETE', '/api/v1/demo'], home)).status).toBe(204)
})

test('it may be begun thirty times at once, then every two seconds', async () => {
  const clock = new TestClock()
  await using server = await startTestServer({
    env: { RATE_LIMIT: 'on', REDIS_URL: '' },
    runtime: { now: clock.now },
  })
  const start = () => server.stranger().call('startDemo')
  for (let i = 0; i < 30; i++) expect((await start()).status).toBe(i === 0 ? 201 : 200)
  expectRefusal(await start(), 'rate_limited')
  expectRefusal(await server.stranger().call('endDemo'), 'rate_limited')
  clock.pass(2000)
  expect((await start()).status).toBe(200)
})
