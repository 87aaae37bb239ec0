import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { everythingOf } from '../testing/everything-of.ts'
import { expectRefusal } from '../testing/expect-refusal.ts'
import {
  amendMessage,
  MemoryBus,
  stampAmendment,
  startTestServer,
  type TestPerson,
  type TestServer,
} from '../testing/index.ts'

let server: TestServer
let ana: TestPerson
let ben: TestPerson
let id: string

beforeAll(async () => {
  server = await startTestServer()
  ana = await server.join('ana')
  ben = await server.join('ben')
  await server.join('chloe')
})
beforeEach(() => {
  id = crypto.randomUUID()
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const send = (change: object = {}, from = ana) =>
  from.call('sendMessage', { body: { id, to: 'ben', body: 'hello', ...change } })

test('the same again is answered with the same, and marked as a repeat', async () => {
  const first = await send()
  expect(first.status).toBe(201)
  expect(first.headers.has('idempotent-replayed')).toBe(false)
  const before = [await everythingOf(ana), await everythingOf(ben)]
  for (const same of [{}, { id: id.toUpperCase() }, { to: 'BEN' }, { body: '  hello\n' }]) {
    const again = await send(same)
    expect(again.status).toBe(200)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(again.body).toEqual(first.body)
  }
  expect([await everythingOf(ana), await everythingOf(ben)]).toEqual(before)
})

test('so it is after more messages, from both, and to others', async () => {
  const first = await send()
  for (let i = 0; i < 20; i++) {
    await ben.send(ana, `${i}`)
    await ana.send('chloe', `${i}`)
  }
  const again = await send()
  expect(again.status).toBe(200)
  expect(again.body).toEqual(first.body)
})

test('something else under the same ID is a conflict, and changes nothing', async () => {
  const { body: original } = await send({ replyTo: (await ana.send(ben, 'before')).id })
  const other = await ana.send(ben, 'after')
  const before = [await everythingOf(ana), await everythingOf(ben)]
  for (const change of [
    { replyTo: original.replyTo, body: 'hello!' },
    { replyTo: original.replyTo, body: 'Hello' },
    { replyTo: original.replyTo, to: 'chloe' },
    { replyTo: other.id },
    {},
  ]) {
    const answer = await send(change)
    // A reply to a message of another conversation is refused before the ID is looked at.
    if (answer.status === 422) expectRefusal(answer, 'validation_failed', ['/replyTo', 'not_allowed'])
    else expectRefusal(answer, 'id_conflict')
  }
  expectRefusal(await send({ to: 'ana', body: 'hello', replyTo: original.replyTo! }, ben), 'id_conflict')
  expect([await everythingOf(ana), await everythingOf(ben)]).toEqual(before)
})

test('after an edit the first content is still the same message, the edited one is not', async () => {
  await send()
  const bus = new MemoryBus()
  await amendMessage({ storage: server.app.storage, bus, stampAmendment }, id, { body: 'edited' })
  const again = await send()
  expect(again.status).toBe(200)
  expect(again.body).toMatchObject({ body: 'edited', version: 2, revision: 2 })
  expectRefusal(await send({ body: 'edited' }), 'id_conflict')
})

test('a refused send leaves its ID free', async () => {
  expectRefusal(await send({ body: ' ' }), 'validation_failed')
  expectRefusal(await send({ to: 'nobody_here' }), 'not_found')
  expect((await send()).status).toBe(201)
})

test('fifty copies of one send at once make one message', async () => {
  const last = (await ana.call('getConversation', { params: { username: 'ben' } })).body.lastNumber
  const answers = await Promise.all(Array.from({ length: 50 }, () => send()))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(49)
  for (const { status, headers, body } of answers) {
    expect(headers.has('idempotent-replayed')).toBe(status === 200)
    expect(body).toEqual(answers[0]!.body)
  }
  expect((await ana.call('getConversation', { params: { username: 'ben' } })).body.lastNumber).toBe(last + 1)
})

test('of fifty different messages under one ID at once, one is sent', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => send({ body: `number ${i}` })))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(49)
  const winner = answers.find(({ status }) => status === 201)!
  expect((await ben.call('getMessage', { params: { id } })).body).toEqual(winner.body)
})

test('the first message of two people, fifty times at once, begins one conversation', async () => {
  const [dana, emre] = [await server.join('dana'), await server.join('emre')]
  const answers = await Promise.all(Array.from({ length: 50 }, () => send({ to: 'emre' }, dana)))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  for (const person of [dana, emre]) {
    const { conversations, feed } = await everythingOf(person)
    expect(conversations).toEqual([expect.objectContaining({ lastNumber: 1, seq: 1 })])
    expect(feed).toHaveLength(1)
  }
})
