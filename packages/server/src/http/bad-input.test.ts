import { type Operation, type OperationName, operations, routes } from '@chatapp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { badValuesOf } from '../testing/bad-values.ts'
import { everythingOf } from '../testing/everything-of.ts'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { goodInputs } from '../testing/good-inputs.ts'
import { type Answer, startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { joinAdmin } from '../testing/join-admin.ts'

let server: TestServer
let ana: TestPerson
let ben: TestPerson
let root: TestPerson
let good: ReturnType<typeof goodInputs>

beforeAll(async () => {
  server = await startTestServer()
  ana = await server.join('ana')
  ben = await server.join('ben')
  root = await joinAdmin(server)
  const sent = await ana.send(ben, 'hello Ben')
  await ben.send(ana, 'hello Ana')
  good = goodInputs({ peer: 'ben', messageId: sent.id, newcomer: 'nadia' })
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

/** What must be the same after a refusal: what the two see, who is there, and that both are still signed in. */
const world = async () => ({
  ana: await everythingOf(ana),
  ben: await everythingOf(ben),
  people: (await ana.call('listUsers')).body,
  me: (await ana.call('getMe')).body,
})

/** Whoever may ask it. */
const askerOf = (name: OperationName) => (operations[name].caller === 'admin' ? root : ana)
const pathOf = (name: OperationName) => routes[name].split(' ')[1]!.replace(':username', 'ben')
const names = Object.keys(operations) as OperationName[]
const withInput = names.filter((name) => badValuesOf(operations[name]).length > 0)
const withBody = names.filter((name) => 'body' in operations[name])
const withUpload = names.filter((name) => 'upload' in operations[name])

describe.each(withInput)('%s', (name) => {
  const ask = (input: unknown): Promise<Answer<unknown>> => askerOf(name).call(name, input as never)
  const change = (part: string, field: string, value: unknown) => {
    const input = good[name] as Record<string, object>
    return { ...input, [part]: { ...input[part], [field]: value } }
  }

  test('each single bad value is named, and changes nothing', async () => {
    const before = await world()
    for (const { what, part, field, value, codes } of badValuesOf(operations[name])) {
      const input = change(part, field, value) as { query?: object }
      // A parameter that is left out is not the text "undefined".
      if (value === undefined && input.query) input.query = {}
      const answer = await ask(input)
      expectRefusal(answer, 'validation_failed')
      const path = part === 'body' ? `/${field.replace('~', '~0').replace('/', '~1')}` : field
      expect(answer.problem.errors, what).toEqual([{ path, code: expect.toBeOneOf(codes) }])
    }
    expect(await world()).toEqual(before)
  })
})

test.each(names.filter((name) => 'query' in operations[name]))(
  'a parameter of %s that is given twice is refused',
  async (name) => {
    const { query }: Operation = operations[name]
    for (const field of Object.keys(query!.properties)) {
      const { query: others } = good[name] as { query: Record<string, string> }
      const given = new URLSearchParams({ ...others, [field]: '1' })
      given.append(field, '2')
      const answer = await askerOf(name).request('GET', `${pathOf(name)}?${given}`)
      expectRefusal(answer, 'validation_failed', [field, 'wrong_type'])
    }
  },
)

describe.each(withBody)('%s', (name) => {
  const send = (
    body: string | undefined,
    headers: Record<string, string> = { 'content-type': 'application/json' },
  ) => {
    return askerOf(name).request(routes[name].split(' ')[0]!, pathOf(name), body, headers)
  }
  const goodBody = () => (good[name] as unknown as { body: object }).body

  test('a body that is not a JSON object changes nothing', async () => {
    const before = await world()
    for (const text of ['', '{', '{"to":', 'hello', '{"a":1}}', "{'a':1}", '{"a":NaN}', '\0', '{"a":1,}'])
      expectRefusal(await send(text), 'bad_request')
    for (const text of ['null', '[]', '5', '"text"', 'true', JSON.stringify([goodBody()])])
      expectRefusal(await send(text), 'validation_failed', ['', 'wrong_type'])
    expectRefusal(await send(undefined, {}), 'validation_failed', ['', 'wrong_type'])
    expect(await world()).toEqual(before)
  })

  test('__proto__ and the like are refused', async () => {
    const rest = JSON.stringify(goodBody()).slice(1)
    for (const key of ['"__proto__":{"role":"admin"}', '"constructor":{"prototype":{"role":"admin"}}'])
      expectRefusal(await send(`{${key},${rest}`), 'bad_request')
    expect(Object.hasOwn(Object.prototype, 'role')).toBe(false)
  })

  test('anything but application/json is refused', async () => {
    const before = await world()
    const text = JSON.stringify(goodBody())
    for (const type of [
      'text/plain',
      'text/plain;charset=UTF-8',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/xml',
      'application/json-patch+json',
      'text/json',
      'json',
    ])
      expectRefusal(await send(text, { 'content-type': type }), 'unsupported_media_type')
    expect(await world()).toEqual(before)
  })

  test('a body over the limit is refused before it is looked at', async () => {
    const before = await world()
    expectRefusal(await send(`{"to":"${'x'.repeat(200_000)}`), 'payload_too_large')
    expect(await world()).toEqual(before)
  })

  test('deep nesting is an ordinary mistake', async () => {
    const field = Object.keys(goodBody())[0]!
    const deep = `{"${field}":${'['.repeat(30_000)}${']'.repeat(30_000)}}`
    expectRefusal(await send(deep), 'validation_failed')
  })
})

test.each(withUpload)('%s takes bytes of its media types alone, and no more than its limit', async (name) => {
  const { upload }: Operation = operations[name]
  const [method, path] = routes[name].split(' ') as [string, string]
  const before = await world()
  const send = (size: number, type: string) =>
    ana.request(method, path, new Blob([new Uint8Array(size)], { type }))
  for (const type of [
    '',
    'application/json',
    'application/octet-stream',
    'text/plain',
    'image/svg+xml',
    'image/*',
  ])
    expectRefusal(await send(10, type), 'unsupported_media_type')
  for (const type of upload!.mediaTypes) {
    expectRefusal(await send(0, type), 'validation_failed', ['', 'empty'])
    expectRefusal(await send(upload!.maxBytes, type), 'validation_failed', ['', 'bad_format'])
    expectRefusal(await send(upload!.maxBytes + 1, type), 'payload_too_large')
  }
  expectRefusal(await ana.request(method, path), 'validation_failed', ['', 'empty'])
  expect(await world()).toEqual(before)
})

test.each(withBody)('%s takes no picture for its JSON', async (name) => {
  const [method] = routes[name].split(' ') as [string]
  const picture = new Blob(['{}'], { type: 'image/png' })
  expectRefusal(await askerOf(name).request(method, pathOf(name), picture), 'unsupported_media_type')
})
