import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseMistakes } from '../testing/database-mistakes.ts'
import { startTestServer, type TestServer } from '../testing/index.ts'
import { readHistory } from '../testing/read-all.ts'
import { minuteMs, TestClock } from '../testing/test-clock.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  expect(await databaseMistakes(server.app.storage)).toEqual([])
  await server[Symbol.asyncDispose]()
})

test('200 messages at once, from both sides of three conversations, are numbered without holes', async () => {
  const [ana, ben, chloe] = [await server.join('ana'), await server.join('ben'), await server.join('chloe')]
  const ways = [
    [ana, ben],
    [ben, ana],
    [ben, chloe],
    [chloe, ben],
    [chloe, ana],
    [ana, chloe],
  ] as const
  const sent = await Promise.all(
    Array.from({ length: 200 }, (_, i) => ways[i % 6]![0].send(ways[i % 6]![1], `message ${i}`)),
  )
  for (const [one, other] of [ways[0], ways[2], ways[4]]) {
    const mine = await readHistory(one, other.username)
    expect(mine.map(({ number }) => number)).toEqual(mine.map((_, i) => i + 1))
    expect(await readHistory(other, one.username)).toEqual(mine)
    const between = sent.filter(
      ({ from, to }) => [from, to].includes(one.username) && [from, to].includes(other.username),
    )
    expect(mine).toEqual(between.sort((a, b) => a.number - b.number))
  }
  for (const person of [ana, ben, chloe]) {
    const mine = sent.filter(({ from, to }) => [from, to].includes(person.username)).length
    expect((await person.call('getFeed', { query: { after: 0 } })).body.head).toBe(mine)
  }
})

test('messages that are sent one after the other keep their order, while others write too', async () => {
  const [ana, ben] = [await server.join('ana_1'), await server.join('ben_1')]
  let isTalking = true
  const noise = (async () => {
    for (let i = 0; isTalking; i++) await ben.send(ana, `noise ${i}`)
  })()
  const sent: number[] = []
  for (let i = 0; i < 60; i++) sent.push((await ana.send(ben, `step ${i}`)).number)
  isTalking = false
  await noise

  expect(sent).toEqual([...sent].sort((a, b) => a - b))
  const history = await readHistory(ben, ana.username)
  const steps = history.flatMap((message) =>
    'body' in message && message.from === ana.username ? [message.body] : [],
  )
  expect(steps).toEqual(Array.from({ length: 60 }, (_, i) => `step ${i}`))
})

test('who has a 201 sees the message, whichever way they look', async () => {
  const [ana, ben] = [await server.join('ana_2'), await server.join('ben_2')]
  for (let i = 1; i <= 40; i++) {
    const sent = await ana.send(ben, `${i}`)
    const [byId, page, conversation, feed] = await Promise.all([
      ana.call('getMessage', { params: { id: sent.id } }),
      ben.call('listMessages', { query: { with: ana.username, limit: 1 } }),
      ana.call('getConversation', { params: { username: ben.username } }),
      ben.call('getFeed', { query: { after: i - 1 } }),
    ])
    expect(byId.body).toEqual(sent)
    expect(page.body.items).toEqual([sent])
    expect(conversation.body).toMatchObject({ lastNumber: i, lastMessage: sent })
    expect(feed.body).toMatchObject({ head: i, items: [{ conversation: { lastMessage: sent } }] })
  }
})

test('a clock that is set back a little makes no message older than the one before; a wrong one keeps its time', async () => {
  const clock = new TestClock()
  await using early = await startTestServer({ runtime: { now: clock.now } })
  const [ana, ben] = [await early.join('ana'), await early.join('ben')]
  const first = await ana.send(ben, 'first')
  clock.pass(-30_000)
  expect((await ben.send(ana, 'second')).createdAt).toBe(first.createdAt)
  clock.pass(60_000)
  const third = await ana.send(ben, 'third')
  expect(third.createdAt > first.createdAt).toBe(true)
  clock.pass(-10 * minuteMs)
  const fourth = await ana.send(ben, 'fourth')
  expect(fourth.createdAt).toBe(new Date(clock.now()).toISOString())
  expect((await readHistory(ben, 'ana')).map(({ number }) => number)).toEqual([1, 2, 3, 4])
})
