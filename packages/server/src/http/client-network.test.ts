import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/index.ts'
import { clientNetwork } from './client-network.ts'

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:0001:0002::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['1::2:3:4:5:6:7', '1:0:2:3::/64'],
])('%s counts as %s', (address, network) => {
  expect(clientNetwork(address)).toBe(network)
})

let guesses = 0

/** Whether another sign-in from there is let in, as far as limits go. */
const signInFrom = async (server: TestServer, forwardedFor: string) => {
  const headers = {
    'x-forwarded-for': forwardedFor,
    'x-real-ip': forwardedFor,
    forwarded: `for=${forwardedFor}`,
  }
  // Another one each time: who guesses at the same one is slowed down sooner.
  const body = { login: `nobody_${++guesses}`, password: 'guessing away' }
  return (await server.stranger().request('POST', '/api/v1/sign-in', body, headers)).status
}

/** How many sign-ins pass before one is refused, each from another address. */
async function countSignIns(server: TestServer, addressOf: (i: number) => string): Promise<number> {
  for (let i = 0; i < 15; i++) if ((await signInFrom(server, addressOf(i))) === 429) return i
  return 15
}

const limits = { RATE_LIMIT: 'on', REDIS_URL: '' }

test('no proxy is believed unless it is trusted: forged addresses count as one', async () => {
  await using server = await startTestServer({ env: limits })
  expect(await countSignIns(server, (i) => `192.0.2.${i}`)).toBe(10)
})

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ env: { ...limits, TRUSTED_PROXIES: '127.0.0.1, ::1, 10.0.0.0/8' } })
})
afterAll(() => server[Symbol.asyncDispose]())

test('behind a trusted proxy everyone has a limit of their own', async () => {
  expect(await countSignIns(server, (i) => `198.51.100.${i}`)).toBe(15)
  expect(await countSignIns(server, () => '203.0.113.1')).toBe(10)
})

test('what a client claims of itself stands left of what the proxies add, and is not believed', async () => {
  expect(await countSignIns(server, (i) => `192.0.2.${i}, 203.0.113.2`)).toBe(10)
  expect(await countSignIns(server, (i) => `192.0.2.${i}, 203.0.113.3, 10.1.2.${i}`)).toBe(10)
})

test('a network of IPv6 counts as one', async () => {
  expect(await countSignIns(server, (i) => `2001:db8:1:1::${i}`)).toBe(10)
  expect(await countSignIns(server, (i) => `2001:db8:2:${i}::1`)).toBe(15)
})
