import { type OperationName, operations, routes } from '@chatapp/contract'
import { expect, test } from 'vitest'
import { behindProxy } from '../testing/behind-proxy.ts'
import { everythingOf } from '../testing/everything-of.ts'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { goodInputs, registration } from '../testing/good-inputs.ts'
import { startTestServer, type TestPerson } from '../testing/index.ts'

const writes = (Object.keys(operations) as OperationName[]).filter((name) => !routes[name].startsWith('GET'))

const send = (who: TestPerson, headers: Record<string, string>) =>
  who.request('POST', '/api/v1/messages', '{"to":"ben","body":"hello"}', {
    'content-type': 'application/json',
    ...headers,
  })

test('no page of another origin can change anything with a person’s cookie', async () => {
  await using server = await startTestServer()
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  const sent = await ben.send(ana, 'hello Ana')
  const inputs = goodInputs({ peer: 'ben', messageId: sent.id, newcomer: 'nadia' })
  const port = new URL(server.url).port
  const world = async () => [
    await everythingOf(ana),
    await everythingOf(ben),
    (await ana.call('listUsers')).body,
  ]
  const before = await world()

  for (const name of writes) {
    const [method, template] = routes[name].split(' ') as [string, string]
    const { body } = inputs[name] as { body?: unknown }
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: '' },
      { origin: `https://localhost:${port}` },
      { origin: 'http://localhost' },
      { origin: `http://localhost:${port}.evil.example` },
      { origin: `http://evil.localhost:${port}` },
      { origin: server.url, 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]
    for (const headers of foreign) {
      const path = template.replace(':username', 'ben')
      // A form's content type needs no preflight, so the origin is looked at before it.
      for (const type of ['application/json', 'text/plain']) {
        const answer = await ana.request(method, path, body ?? '{}', { ...headers, 'content-type': type })
        expectRefusal(answer, 'forbidden')
        expect(answer.headers.getSetCookie()).toEqual([])
      }
    }
  }
  expect(await world()).toEqual(before)
  expect((await ana.call('getMe')).status).toBe(200)
})

test('the app’s own page may, under any name of this machine, and so may programs', async () => {
  await using server = await startTestServer()
  const [ana] = [await server.join('ana'), await server.join('ben')]
  const { port } = new URL(server.url)
  const homes: Record<string, string>[] = [
    { origin: server.url, 'sec-fetch-site': 'same-origin' },
    { origin: `http://localhost:${port}` },
    { origin: `http://127.0.0.1:${port}` },
    { origin: `http://[::1]:${port}` },
    { 'sec-fetch-site': 'none' },
    {},
  ]
  for (const headers of homes) expect((await send(ana, headers)).status).toBe(201)
})

test('behind a public address only that one counts', async () => {
  await using server = await startTestServer({ env: { PUBLIC_URL: 'https://chat.example' } })
  const ana = behindProxy(server)
  await ana.call('signUp', { body: registration('ben') })
  await ana.call('signUp', { body: registration('ana') })
  expect((await send(ana, { origin: 'https://chat.example' })).status).toBe(201)
  for (const origin of [ana.url, ana.url.replace('127.0.0.1', 'localhost'), 'http://chat.example'])
    expectRefusal(await send(ana, { origin }), 'forbidden')
})

test('reading from another origin is not offered', async () => {
  await using server = await startTestServer()
  const ana = await server.join('ana')
  for (const [method, path] of [
    ['GET', '/api/v1/me'],
    ['OPTIONS', '/api/v1/messages'],
    ['POST', '/api/v1/sign-in'],
  ] as const) {
    const { headers } = await ana.request(method, path, undefined, { origin: 'https://evil.example' })
    expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
  }
})
