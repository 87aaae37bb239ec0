import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { startTestServer, type TestServer } from '../testing/index.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

test('who was not there yet can be written to once they have joined', async () => {
  const ana = await server.join('ana')
  const params = { username: 'ben' }
  for (const answer of [
    await ana.call('getUser', { params }),
    await ana.call('getConversation', { params }),
    await ana.call('listMessages', { query: { with: 'ben' } }),
    await ana.call('markRead', { params, body: { number: 1 } }),
    await ana.call('sendMessage', { body: { to: 'ben', body: 'hello' } }),
  ])
    expectRefusal(answer, 'not_found')
  const ben = await server.join('ben')
  await ana.send(ben, 'hello')
  expect((await ben.call('getConversation', { params: { username: 'ana' } })).body.lastNumber).toBe(1)
})

test('looking at somebody begins nothing', async () => {
  const [chloe, dana] = [await server.join('chloe'), await server.join('dana')]
  const params = { username: 'dana' }
  await chloe.call('getUser', { params })
  await chloe.call('listMessages', { query: { with: 'dana' } })
  await chloe.call('getConversation', { params })
  await chloe.call('markRead', { params, body: { number: 0 } })
  expectRefusal(await chloe.call('sendMessage', { body: { to: 'dana', body: ' ' } }), 'validation_failed')
  for (const person of [chloe, dana]) {
    expect((await person.call('listConversations')).body.items).toEqual([])
    expect((await person.call('getFeed', { query: { after: 0 } })).body.head).toBe(0)
  }
})

test('two who write to each other at the same moment are in one conversation', async () => {
  const [emre, fay] = [await server.join('emre'), await server.join('fay')]
  const [one, other] = await Promise.all([emre.send(fay, 'you first'), fay.send(emre, 'no, you')])
  expect([one.number, other.number].sort()).toEqual([1, 2])
  for (const person of [emre, fay]) {
    const { items } = (await person.call('listConversations')).body
    expect(items).toEqual([expect.objectContaining({ lastNumber: 2 })])
  }
})
