import { expect, test } from 'vitest'
import { startTestServer } from '../testing/index.ts'

test('reading is told to both, in the frame itself', async () => {
  await using server = await startTestServer()
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  for (let i = 0; i < 3; i++) await ana.send(ben, `line ${i}`)
  await using anas = ana.openSocket()
  await using bens = ben.openSocket()
  await Promise.all([anas.next('hello'), bens.next('hello')])

  await ben.call('markRead', { params: { username: 'ana' }, body: { number: 2 } })

  const marks = { type: 'marks', seq: 4 }
  expect(await bens.next('marks')).toEqual({ ...marks, with: 'ana', read: 2, peerRead: 3, peerDelivered: 0 })
  expect(await anas.next('marks')).toEqual({ ...marks, with: 'ben', read: 3, peerRead: 2, peerDelivered: 0 })
})

test('a read mark that is not above the one before is no news', async () => {
  await using server = await startTestServer()
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  for (let i = 0; i < 3; i++) await ana.send(ben, `line ${i}`)
  await using anas = ana.openSocket()
  await anas.next('hello')

  for (const number of [3, 3, 1, 0])
    await ben.call('markRead', { params: { username: 'ana' }, body: { number } })
  await ben.send(ana, 'read it')

  await anas.next('message.created')
  expect(anas.frames.slice(1)).toMatchObject([
    { type: 'marks', seq: 4, peerRead: 3 },
    { type: 'message.created', seq: 5 },
  ])
})

test('what arrived on a device is told to the other one only', async () => {
  await using server = await startTestServer()
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  await ana.send(ben, 'one')
  await ana.send(ben, 'two')
  await using anas = ana.openSocket()
  await using bens = ben.openSocket()
  await Promise.all([anas.next('hello'), bens.next('hello')])

  bens.say({ type: 'ack', with: 'Ana', number: 2 })

  const told = { type: 'marks', with: 'ben', seq: 3, read: 2, peerRead: 0, peerDelivered: 2 }
  expect(await anas.next('marks')).toEqual(told)
  await ben.send(ana, 'got them')
  expect(await bens.next('message.created')).toMatchObject({ seq: 3 })
  expect(bens.frames.slice(1).map(({ type }) => type)).toEqual(['message.created'])
  const conversation = await ana.call('getConversation', { params: { username: 'ben' } })
  expect(conversation.body).toMatchObject({ peerDeliveredNumber: 2, deliveredNumber: 0 })
})

test('acknowledgements only move the mark up, and never above the last message', async () => {
  await using server = await startTestServer()
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  for (let i = 0; i < 5; i++) await ana.send(ben, `line ${i}`)
  await using anas = ana.openSocket()
  await using bens = ben.openSocket()
  await Promise.all([anas.next('hello'), bens.next('hello')])

  for (const number of [3, 3, 2, 0, 6, 9_007_199_254_740_991, 4])
    bens.say({ type: 'ack', with: 'ana', number })

  // On a database server two groups may be under way, so that a lower one may come first.
  const heard: number[] = []
  while (heard.at(-1) !== 4) heard.push((await anas.next('marks')).peerDelivered)
  expect(heard).toEqual([...new Set(heard)].sort())
})

test('acknowledging what does not exist changes nothing, and the socket stays', async () => {
  await using server = await startTestServer()
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  await server.join('chloe')
  await ana.send(ben, 'one')
  await using bens = ben.openSocket()
  await using anas = ana.openSocket()
  await Promise.all([bens.next('hello'), anas.next('hello')])

  for (const username of ['nobody', 'ben', 'chloe']) bens.say({ type: 'ack', with: username, number: 1 })
  bens.say({ type: 'ack', with: 'ana', number: 1 })

  expect(await anas.next('marks')).toMatchObject({ with: 'ben', peerDelivered: 1 })
  expect(bens.ws.readyState).toBe(bens.ws.OPEN)
  const heads = await server.app.storage.db.selectFrom('feeds').select('head').orderBy('head').execute()
  expect(heads.map(({ head }) => head)).toEqual([1, 2])
  expect(server.unexpected).toEqual([])
})

test('a mark that a device has missed is found in the feed', async () => {
  await using server = await startTestServer()
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  await ana.send(ben, 'one')
  await using bens = ben.openSocket()
  await bens.next('hello')
  const before = (await ana.call('getFeed', { query: { after: 0 } })).body

  await using anas = ana.openSocket()
  await anas.next('hello')
  bens.say({ type: 'ack', with: 'ana', number: 1 })
  const { seq } = await anas.next('marks')

  const { items, cursor } = (await ana.call('getFeed', { query: { after: before.cursor } })).body
  expect(cursor).toBe(seq)
  expect(items).toMatchObject([{ seq, conversation: { peerDeliveredNumber: 1, peerReadNumber: 0 } }])
})
