import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { databaseMistakes } from '../testing/database-mistakes.ts'
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

let count = 0

beforeAll(async () => {
  server = await startTestServer()
})
beforeEach(async () => {
  count++
  ana = await server.join(`ana_${count}`)
  ben = await server.join(`ben_${count}`)
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  expect(await databaseMistakes(server.app.storage)).toEqual([])
  await server[Symbol.asyncDispose]()
})

const sendMany = async (from: TestPerson, to: TestPerson, count: number) => {
  for (let i = 0; i < count; i++) await from.send(to, `message ${i}`)
}
const markRead = (person: TestPerson, peer: TestPerson | string, number: number) =>
  person.call('markRead', {
    params: { username: typeof peer === 'string' ? peer : peer.username },
    body: { number },
  })
const conversation = async (person: TestPerson, peer: TestPerson) =>
  (await person.call('getConversation', { params: { username: peer.username } })).body

test('a read mark moves up, for both, and never down', async () => {
  await sendMany(ana, ben, 5)
  const { seq } = await conversation(ben, ana)
  expect((await markRead(ben, ana, 3)).body).toEqual({
    with: ana.username,
    seq: seq + 1,
    read: 3,
    peerRead: 5,
    peerDelivered: 0,
  })
  expect(await conversation(ben, ana)).toMatchObject({ readNumber: 3, unread: 2 })
  expect(await conversation(ana, ben)).toMatchObject({ peerReadNumber: 3, unread: 0 })

  // What is lower or the same is answered with how it stands, and stamps nobody.
  const before = [await everythingOf(ana), await everythingOf(ben)]
  for (const number of [3, 2, 1, 0])
    expect((await markRead(ben, ana.username.toUpperCase(), number)).body).toMatchObject({
      read: 3,
      seq: seq + 1,
    })
  expect([await everythingOf(ana), await everythingOf(ben)]).toEqual(before)
  expect((await markRead(ben, ana, 5)).body.read).toBe(5)
})

test('nothing can be read that was not sent', async () => {
  await sendMany(ana, ben, 3)
  const before = [await everythingOf(ana), await everythingOf(ben)]
  for (const number of [4, 100, 9007199254740991])
    expectRefusal(await markRead(ben, ana, number), 'validation_failed', ['/number', 'out_of_range'])
  expect([await everythingOf(ana), await everythingOf(ben)]).toEqual(before)
})

test('without a conversation there is nothing to mark', async () => {
  for (const peer of [ben, ana, 'nobody_here'])
    for (const number of [0, 1]) expectRefusal(await markRead(ana, peer, number), 'not_found')
  expect((await everythingOf(ana)).conversations).toEqual([])
})

test('many marks at once leave the highest', async () => {
  await sendMany(ana, ben, 20)
  const numbers = Array.from({ length: 20 }, (_, i) => ((i * 7) % 20) + 1)
  const answers = await Promise.all(numbers.map((number) => markRead(ben, ana, number)))
  for (const [i, { status, body }] of answers.entries()) {
    expect(status).toBe(200)
    expect(body.read).toBeGreaterThanOrEqual(numbers[i]!)
  }
  expect(await conversation(ben, ana)).toMatchObject({ readNumber: 20, unread: 0 })
  expect(await conversation(ana, ben)).toMatchObject({ peerReadNumber: 20 })
})

test('who sends has read up to there, if nothing stood unread before', async () => {
  await ana.send(ben, 'one')
  expect(await conversation(ana, ben)).toMatchObject({ readNumber: 1, peerReadNumber: 0 })
  await ana.send(ben, 'two')
  expect(await conversation(ana, ben)).toMatchObject({ readNumber: 2 })
  // Ben has not seen these two: answering does not read them.
  await ben.send(ana, 'three')
  expect(await conversation(ben, ana)).toMatchObject({ readNumber: 0, unread: 2, peerReadNumber: 2 })
  await markRead(ben, ana, 2)
  await ben.send(ana, 'four')
  expect(await conversation(ben, ana)).toMatchObject({ readNumber: 2, unread: 0 })
  await markRead(ben, ana, 4)
  await ben.send(ana, 'five')
  expect(await conversation(ben, ana)).toMatchObject({ readNumber: 5, unread: 0 })
  expect(await conversation(ana, ben)).toMatchObject({ peerReadNumber: 5, readNumber: 2, unread: 3 })
})

test('unread counts the other one’s messages only', async () => {
  for (let i = 0; i < 5; i++) {
    await ana.send(ben, 'from Ana')
    await ben.send(ana, 'from Ben')
  }
  // Ana had read her own first message; Ben none.
  expect(await conversation(ana, ben)).toMatchObject({ readNumber: 1, unread: 5 })
  expect(await conversation(ben, ana)).toMatchObject({ readNumber: 0, unread: 5 })
  await markRead(ben, ana, 5)
  expect(await conversation(ben, ana)).toMatchObject({ unread: 2 })
})

test('a deleted message is not unread any more', async () => {
  await sendMany(ana, ben, 2)
  const last = await ana.send(ben, 'never mind')
  expect((await conversation(ben, ana)).unread).toBe(3)
  const deps = { storage: server.app.storage, bus: new MemoryBus(), stampAmendment }
  await amendMessage(deps, last.id, { isDeleted: true })
  expect(await conversation(ben, ana)).toMatchObject({
    unread: 2,
    lastNumber: 3,
    lastMessage: { id: last.id, body: '', deletedAt: expect.any(String) },
  })
})

test('unread counts up to a hundred', async () => {
  await Promise.all(Array.from({ length: 99 }, (_, i) => ana.send(ben, `${i}`)))
  expect((await conversation(ben, ana)).unread).toBe(99)
  await sendMany(ana, ben, 1)
  expect((await conversation(ben, ana)).unread).toBe(100)
  await sendMany(ana, ben, 5)
  expect((await conversation(ben, ana)).unread).toBe(100)
  expect((await ben.call('listConversations')).body.items[0]!.unread).toBe(100)
  await markRead(ben, ana, 6)
  expect((await conversation(ben, ana)).unread).toBe(99)
})
