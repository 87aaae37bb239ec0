import type { ErrorCode, FieldErrorCode } from '@chatapp/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everythingOf } from '../testing/everything-of.ts'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'

let server: TestServer
let ana: TestPerson
let ben: TestPerson
let chloe: TestPerson

beforeAll(async () => {
  server = await startTestServer()
  ana = await server.join('ana')
  ben = await server.join('ben')
  chloe = await server.join('chloe')
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const send = (change: object, from = ana) =>
  from.call('sendMessage', { body: { to: 'ben', body: 'hello', ...change } })
const world = async () => [await everythingOf(ana), await everythingOf(ben), await everythingOf(chloe)]

/** It is refused, and nobody sees a difference. */
async function expectNothing(change: object, code: ErrorCode, ...fields: [string, FieldErrorCode][]) {
  const before = await world()
  expectRefusal(await send(change), code, ...fields)
  expect(await world()).toEqual(before)
}

test('a message that was sent is the same for both, wherever they look', async () => {
  const before = Date.now()
  const { status, body: message } = await send({ body: 'hello Ben' })
  expect(status).toBe(201)
  expect(message).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    number: 1,
    version: 1,
    revision: 1,
    from: 'ana',
    to: 'ben',
    body: 'hello Ben',
    createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    editedAt: null,
    deletedAt: null,
    replyTo: null,
    reactions: [],
    attachments: [],
  })
  expect(Date.parse(message.createdAt)).toBeGreaterThanOrEqual(before)
  for (const [person, peer] of [
    [ana, 'ben'],
    [ben, 'ana'],
  ] as const) {
    expect((await person.call('getMessage', { params: { id: message.id } })).body).toEqual(message)
    expect((await person.call('getMessage', { params: { id: message.id.toUpperCase() } })).body).toEqual(
      message,
    )
    expect((await person.call('listMessages', { query: { with: peer } })).body.items).toEqual([message])
    expect((await person.call('listMessages', { query: { ids: message.id } })).body.items).toEqual([message])
    const conversation = (await person.call('getConversation', { params: { username: peer } })).body
    expect(conversation.lastMessage).toEqual(message)
    expect((await person.call('listConversations')).body.items).toEqual([conversation])
  }
})

test('a username may be written in any case', async () => {
  for (const to of ['BEN', 'Ben', 'bEn']) expect((await send({ to })).body.to).toBe('ben')
  expect((await ana.call('listMessages', { query: { with: 'BEN' } })).body.items.length).toBeGreaterThan(2)
})

test('a body is trimmed, and otherwise stays as it is', async () => {
  for (const [typed, kept] of [
    ['  hello  ', 'hello'],
    ['\n\t hello\r\nBen \u00a0\u3000\ufeff', 'hello\r\nBen'],
    ['a  b', 'a  b'],
    ['e\u0301 is not \u00e9', 'e\u0301 is not \u00e9'],
    ['\u200b', '\u200b'],
    ['\u202eabc', '\u202eabc'],
    ['{"a":1}', '{"a":1}'],
    ['\u0001\u001f\u007f', '\u0001\u001f\u007f'],
    ['\\u0000', '\\u0000'],
    ['\ufffd\uffff\u{10ffff}', '\ufffd\uffff\u{10ffff}'],
  ] as const)
    expect((await send({ body: typed })).body.body).toBe(kept)
})

test('an empty body is refused', async () => {
  for (const body of ['', ' ', '\n', ' \t\r\n', '\u00a0', '\u3000', '\ufeff', '\u2028\u2029'])
    await expectNothing({ body }, 'validation_failed', ['/body', 'empty'])
})

test('8,000 code points are accepted, one more is not, whatever they are', async () => {
  for (const character of ['x', 'é', '王', '😀', '\u0001', '"']) {
    const { status, body } = await send({ body: character.repeat(8000) })
    expect(status).toBe(201)
    expect(body.body).toBe(character.repeat(8000))
    await expectNothing({ body: character.repeat(8001) }, 'validation_failed', ['/body', 'too_long'])
  }
  // What is trimmed does not count.
  expect((await send({ body: `  ${'😀'.repeat(8000)}\n` })).status).toBe(201)
})

test('8,000 code points get through even when every one of them is escaped', async () => {
  const escaped = `{"to":"ben","body":"${'\\ud83d\\ude00'.repeat(8000)}"}`
  const answer = await ana.request('POST', '/api/v1/messages', escaped, {
    'content-type': 'application/json',
  })
  expect(answer.status).toBe(201)
})

test('the instance may allow more or less', async () => {
  await using short = await startTestServer({ env: { MESSAGE_MAX_LENGTH: '5' } })
  const [anas] = [await short.join('ana'), await short.join('ben')]
  expect((await anas.call('getInstance')).body.messageMaxLength).toBe(5)
  expect((await anas.call('sendMessage', { body: { to: 'ben', body: '😀'.repeat(5) } })).status).toBe(201)
  const long = await anas.call('sendMessage', { body: { to: 'ben', body: '123456' } })
  expectRefusal(long, 'validation_failed', ['/body', 'too_long'])
})

test('nobody writes to themselves, or to somebody who is not there', async () => {
  for (const to of ['ana', 'ANA']) await expectNothing({ to }, 'validation_failed', ['/to', 'not_allowed'])
  await expectNothing({ to: 'nobody_here' }, 'not_found')
})

test('an ID that is not a UUID is refused', async () => {
  for (const id of [
    ...['', 'x', '01890000-0000-7000-8000-00000000000', '01890000-0000-7000-8000-0000000000000', '{}'],
    ...[
      '01890000000070008000000000000000',
      'g1890000-0000-7000-8000-000000000000',
      ' 01890000-0000-7000-8000-000000000000',
    ],
    ...['01890000-0000-7000-8000-000000000000\n', '{01890000-0000-7000-8000-000000000000}'],
  ])
    await expectNothing({ id }, 'validation_failed', ['/id', 'bad_format'])
})

test('a reply names a message of this conversation', async () => {
  const { id } = await ana.send(ben, 'a question')
  const answer = await send({ replyTo: id.toUpperCase(), to: 'ana', body: 'an answer' }, ben)
  expect(answer.body.replyTo).toBe(id)
  expect((await ana.call('getMessage', { params: { id: answer.body.id } })).body).toEqual(answer.body)

  const elsewhere = await ana.send(chloe, 'something else')
  const foreign = await chloe.send(ben, 'not for Ana')
  for (const replyTo of [elsewhere.id, foreign.id, crypto.randomUUID()])
    await expectNothing({ replyTo }, 'validation_failed', ['/replyTo', 'not_allowed'])
})

test('a message of others is not there', async () => {
  const { id } = await chloe.send(ben, 'between us')
  const absent = await ana.call('getMessage', { params: { id: crypto.randomUUID() } })
  const foreign = await ana.call('getMessage', { params: { id } })
  expectRefusal(foreign, 'not_found')
  expect({ ...foreign.problem, requestId: '' }).toEqual({ ...absent.problem, requestId: '' })
})

test('messages by ID come in order, without those of others', async () => {
  const [first, second] = [await ana.send(ben, 'one'), await ben.send(ana, 'two')]
  const foreign = await chloe.send(ben, 'three')
  const ids = [second.id, foreign.id, crypto.randomUUID(), first.id.toUpperCase(), first.id].join(',')
  const { body } = await ana.call('listMessages', { query: { ids } })
  expect(body).toEqual({ items: [first, second], hasBefore: false, hasAfter: false })
})

test('fifty messages may be asked for by ID, not more', async () => {
  const ask = (ids: string) => ana.call('listMessages', { query: { ids } })
  const uuids = (count: number) => Array.from({ length: count }, () => crypto.randomUUID())
  expect((await ask(uuids(50).join(','))).status).toBe(200)
  expectRefusal(await ask(uuids(51).join(',')), 'validation_failed', ['ids', 'too_long'])
  const [id = ''] = uuids(1)
  for (const bad of [
    `${id},`,
    `,${id}`,
    `${id},,${id}`,
    `${id} ,${id}`,
    `${id};${id}`,
    id.replaceAll('-', '----'),
  ])
    expectRefusal(await ask(bad), 'validation_failed', ['ids', 'bad_format'])
  for (const other of [{ with: 'ben' }, { limit: 5 }, { before: 5 }, { after: 5 }, { around: 5 }])
    expectRefusal(await ana.call('listMessages', { query: { ids: id, ...other } }), 'validation_failed', [
      Object.keys(other)[0]!,
      'not_allowed',
    ])
})
