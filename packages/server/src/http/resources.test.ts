import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { routes } from '@chatapp/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everythingOf } from '../testing/everything-of.ts'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'

let server: TestServer
let ana: TestPerson

beforeAll(async () => {
  server = await startTestServer()
  ana = await server.join('ana')
  await ana.send(await server.join('ben'), 'hello Ben')
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const methodsOf = Object.values(routes).reduce((found, route) => {
  const [method, path] = route.split(' ') as [string, string]
  return found.set(path, [...(found.get(path) ?? []), method])
}, new Map<string, string[]>())

test.each([...methodsOf])('%s says which methods it knows: %j', async (template, known) => {
  const before = await everythingOf(ana)
  const path = template.replace(':username', 'ben').replace(':id', crypto.randomUUID())
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    if (known.includes(method)) continue
    for (const who of [ana, server.stranger()]) {
      const answer = await who.request(method, path)
      expectRefusal(answer, 'method_not_allowed')
      expect(answer.headers.get('allow')).toBe(known.join(', '))
    }
  }
  const { status } = await fetch(server.url + path, { method: 'HEAD' })
  expect(status).toBe(known.includes('GET') ? (await server.stranger().request('GET', path)).status : 405)
  expect(await everythingOf(ana)).toEqual(before)
})

test('a path that leads nowhere is not found, signed in or not', async () => {
  for (const path of [
    '/api/v1/nope',
    '/api/v1/',
    '/api/v1',
    '/api/v2/me',
    '/api/v1/me/',
    '/api/v1//me',
    '/API/v1/me',
    '/api/v1/ME',
    '/api/v1/users/ben/',
    '/api/v1/users/ben/extra',
    '/docs/',
    '/.env',
    '/..%2f..%2fetc/passwd',
    `/api/v1/users/${'a'.repeat(500)}`,
    '/%00',
    '/nope?q=%zz',
  ])
    for (const who of [ana, server.stranger()])
      for (const method of ['GET', 'POST']) expectRefusal(await who.request(method, path), 'not_found')
})

test('a path with bad percent-encoding cannot be read', async () => {
  for (const path of ['/%', '/api/v1/users/%zz', '/api/v1/users/%E0%A4%A', '/api/v1/messages/%C3', '/%ff'])
    for (const method of ['GET', 'PUT']) expectRefusal(await ana.request(method, path), 'bad_request')
})

test('what is encoded in a path is looked up as it reads, never as another path', async () => {
  for (const name of ['..%2Fme', 'ben%2F', 'ben%00', '%20ben', 'b%65n%3Fq', 'ben%0A', 'BEN%E2%80%8B'])
    expectRefusal(await ana.request('GET', `/api/v1/users/${name}`), 'validation_failed', [
      'username',
      'bad_format',
    ])
  expect((await ana.request('GET', '/api/v1/users/b%65n')).body).toMatchObject({ username: 'ben' })
})

test('bytes that are not UTF-8 are refused, not replaced', async () => {
  const before = await everythingOf(ana)
  for (const bad of [[0xff, 0xfe], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf5, 0x80, 0x80, 0x80]]) {
    const body = Buffer.concat([Buffer.from('{"to":"ben","body":"x'), Buffer.from(bad), Buffer.from('"}')])
    for (const [header, value] of [
      ['content-length', `${body.length}`],
      ['transfer-encoding', 'chunked'],
    ] as const)
      expect(await post('/api/v1/messages', body, header, value)).toMatchObject({
        status: 400,
        code: 'bad_request',
      })
  }
  expect(await everythingOf(ana)).toEqual(before)
})

test('a body in pieces without a length is refused once it is too large', async () => {
  const before = await everythingOf(ana)
  const body = Buffer.from(JSON.stringify({ to: 'ben', body: 'x'.repeat(150_000) }))
  const answer = await post('/api/v1/messages', body, 'transfer-encoding', 'chunked')
  expect(answer).toMatchObject({ status: 413, code: 'payload_too_large' })
  expect(await everythingOf(ana)).toEqual(before)
})

test('a body on a GET has no effect', async () => {
  const asked = request(`${server.url}/api/v1/me`, {
    headers: { cookie: ana.cookie!, 'content-type': 'text/plain', 'content-length': 5 },
  })
  const answered = new Promise<string>((resolve) => asked.on('response', (answer) => resolve(text(answer))))
  asked.end('hello')
  expect(JSON.parse(await answered)).toMatchObject({ username: 'ana' })
})

/** As bytes, which fetch would not send. */
async function post(path: string, body: Buffer, header: string, value: string) {
  const asked = request(server.url + path, {
    method: 'POST',
    headers: { cookie: ana.cookie!, 'content-type': 'application/json', [header]: value },
  })
  asked.on('error', () => {})
  return new Promise<object>((resolve) => {
    asked.on('response', async (answer) => resolve(JSON.parse(await text(answer))))
    asked.end(body)
  })
}
