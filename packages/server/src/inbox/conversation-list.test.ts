import type { Conversation, OperationInput } from '@chatapp/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { readConversations } from '../testing/read-all.ts'
import { TestClock } from '../testing/test-clock.ts'

let server: TestServer
let ana: TestPerson
let peers: TestPerson[]

let count = 0
const clock = new TestClock()

beforeAll(async () => {
  server = await startTestServer({ runtime: { now: clock.now } })
  peers = []
  for (const name of ['ben', 'chloe', 'dana', 'emre', 'fay', 'gil', 'hana'])
    peers.push(await server.join(name))
})
beforeEach(async () => {
  clock.pass(10)
  ana = await server.join(`ana_${++count}`)
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

type Query = OperationInput<'listConversations'>['query']

const list = (query: Query = {}, person = ana) => person.call('listConversations', { query })
const namesOf = (conversations: Conversation[]) => conversations.map(({ peer }) => peer.username)

async function talkToAll(pauseMs: number) {
  for (const peer of peers) {
    clock.pass(pauseMs)
    await ana.send(peer, `hello ${peer.username}`)
  }
}

test('there is nothing before anyone has written', async () => {
  expect((await list()).body).toEqual({ items: [], next: null })
  expectRefusal(await ana.call('getConversation', { params: { username: 'ben' } }), 'not_found')
  for (const username of [ana.username, 'nobody_here'])
    expectRefusal(await ana.call('getConversation', { params: { username } }), 'not_found')
})

test('a conversation shows all that is needed to draw it', async () => {
  const [ben] = peers
  const { body: lastMessage } = await ben!.call('sendMessage', {
    body: { to: ana.username, body: 'hello Ana' },
  })
  const drawn = {
    lastMessage,
    lastNumber: 1,
    deliveredNumber: 0,
    peerDeliveredNumber: 0,
    mutedUntil: null,
    pinned: false,
    archived: false,
    markedUnread: false,
    clearedBefore: 0,
    request: null,
    blocked: false,
    draft: null,
  }
  const anas = {
    ...drawn,
    peer: { username: 'ben', name: 'Ben Osei', avatarUrl: null },
    unread: 1,
    readNumber: 0,
    peerReadNumber: 1,
    seq: 1,
  }
  const bens = {
    ...drawn,
    peer: { username: ana.username, name: ana.me!.name, avatarUrl: null },
    unread: 0,
    readNumber: 1,
    peerReadNumber: 0,
    seq: expect.any(Number),
  }
  expect((await list()).body).toEqual({ items: [anas], next: null })
  expect((await list({ limit: 1 }, ben)).body.items).toEqual([bens])
  expect((await ana.call('getConversation', { params: { username: 'BEN' } })).body).toEqual(anas)
  const chloes = (await list({}, peers[1])).body.items
  expect(namesOf(chloes)).not.toContain(ana.username)
})

test('the latest activity comes first, whoever wrote', async () => {
  await talkToAll(10)
  expect(namesOf((await list()).body.items)).toEqual(['hana', 'gil', 'fay', 'emre', 'dana', 'chloe', 'ben'])
  clock.pass(10)
  await peers[2]!.send(ana, 'an answer')
  clock.pass(10)
  await ana.send(peers[0]!, 'one more thing')
  expect(namesOf((await list()).body.items)).toEqual(['ben', 'dana', 'hana', 'gil', 'fay', 'emre', 'chloe'])
  // A mark is no activity.
  await ana.call('markRead', { params: { username: 'dana' }, body: { number: 2 } })
  expect(namesOf((await list()).body.items)[0]).toBe('ben')
})

describe.each([
  ['one after the other', 10],
  ['all in one millisecond', 0],
])('conversations that began %s', (_, pauseMs) => {
  test('in pages of any size are the whole, each as it is alone', async () => {
    await talkToAll(pauseMs)
    const whole = (await list()).body.items
    expect(whole).toHaveLength(7)
    for (const limit of [1, 2, 3, 4, 5, 6, 7, 8, 100])
      expect(await readConversations(ana, limit)).toEqual(whole)
    for (const conversation of whole) {
      const { username } = conversation.peer
      expect((await ana.call('getConversation', { params: { username } })).body).toEqual(conversation)
    }
    const { items, next } = (await list({ limit: 7 })).body
    expect([items.length, next]).toEqual([7, null])
  })
})

test('what does not move while somebody pages is neither missed nor seen twice', async () => {
  await talkToAll(10)
  const still = ['emre', 'chloe', 'ben']
  const movers = [peers[2]!, peers[4]!]
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const query: Query = { limit: 2, ...(cursor !== null && { cursor }) }
    const { items, next } = (await list(query)).body
    seen.push(...namesOf(items))
    cursor = next
    clock.pass(10)
    await movers.shift()?.send(ana, 'I am moving up')
  } while (cursor !== null)
  expect(seen.filter((name) => still.includes(name))).toEqual(still)
  expect(new Set(seen).size).toBe(seen.length)
})

test('a cursor that is not one of ours is refused', async () => {
  await talkToAll(10)
  const encode = (place: unknown) => Buffer.from(JSON.stringify(place)).toString('base64url')
  const { next } = (await list({ limit: 1 })).body
  for (const cursor of [
    'x',
    '0',
    'null',
    next!.slice(2),
    encode([]),
    encode([1]),
    encode([1, 2, 3]),
    encode(['1', '2']),
    encode([1, null]),
  ])
    expectRefusal(await list({ cursor }), 'validation_failed', ['cursor', 'bad_format'])
})
