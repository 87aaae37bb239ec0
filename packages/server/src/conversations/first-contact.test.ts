import { expect, test } from 'vitest'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { startTestServer } from '../testing/index.ts'

test('who was not there yet can be written to once they have joined', async () => {
  await using server = await startTestServer()
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
  await using server = await startTestServer()
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  await ana.call('getUser', { params: { username: 'ben' } })
  await ana.call('listMessages', { query: { with: 'ben' } })
  await ana.call('getConversation', { params: { username: 'ben' } })
  await ana.call('markRead', { params: { username: 'ben' }, body: { number: 0 } })
  expectRefusal(await ana.call('sendMessage', { body: { to: 'ben', body: ' ' } }), 'validation_failed')
  for (const person of [ana, ben]) {
    expect((await person.call('listConversations')).body.items).toEqual([])
    expect((await person.call('getFeed', { query: { after: 0 } })).body.head).toBe(0)
  }
})

test('two who write to each other at the same moment are in one conversation', async () => {
  await using server = await startTestServer()
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  const [one, other] = await Promise.all([ana.send(ben, 'you first'), ben.send(ana, 'no, you')])
  expect([one.number, other.number].sort()).toEqual([1, 2])
  for (const person of [ana, ben]) {
    const { items } = (await person.call('listConversations')).body
    expect(items).toEqual([expect.objectContaining({ lastNumber: 2 })])
  }
})
