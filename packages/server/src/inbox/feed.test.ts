import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  amendMessage,
  MemoryBus,
  stampAmendment,
  startTestServer,
  type TestPerson,
  type TestServer,
} from '../testing/index.ts'
import { readConversations, readFeed } from '../testing/read-all.ts'

let server: TestServer
let ana: TestPerson
let peers: TestPerson[]

beforeAll(async () => {
  server = await startTestServer()
  ana = await server.join('ana')
  peers = []
  for (const name of ['ben', 'chloe', 'dana', 'emre']) peers.push(await server.join(name))
  for (let i = 0; i < 12; i++) {
    const peer = peers[(i * 3) % 4]!
    await (i % 2 ? ana.send(peer, `${i}`) : peer.send(ana, `${i}`))
  }
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const feed = async (after: number, limit?: number) =>
  (await ana.call('getFeed', { query: { after, ...(limit && { limit }) } })).body
const amend = (id: string, change: Parameters<typeof amendMessage>[2]) =>
  amendMessage({ storage: server.app.storage, bus: new MemoryBus(), stampAmendment }, id, change)

test('from the beginning it gives every conversation once, as it is now', async () => {
  const { items, ...rest } = await feed(0)
  const conversations = items.map((item) => {
    expect(item.type).toBe('conversation')
    return item.type === 'conversation' ? item.conversation : null
  })
  expect(conversations).toEqual((await readConversations(ana)).sort((a, b) => a.seq - b.seq))
  expect(items.map(({ seq }) => seq)).toEqual(conversations.map((conversation) => conversation!.seq))
  expect(rest).toEqual({ cursor: 12, head: 12, more: false, epoch: expect.stringMatching(/.{8}/) })
})

test.each([1, 2, 3, 4, 5])('page by page of %i it is the whole, and each cursor leads on', async (limit) => {
  const whole = await feed(0)
  const items = []
  for (let cursor = 0, more = true; more; ) {
    const page = await feed(cursor, limit)
    expect(page.head).toBe(whole.head)
    expect(page.items.length).toBeLessThanOrEqual(limit)
    expect(page.more).toBe(items.length + page.items.length < whole.items.length)
    expect(page.cursor).toBe(page.more ? page.items.at(-1)!.seq : page.head)
    items.push(...page.items)
    ;({ cursor, more } = page)
  }
  expect(items).toEqual(whole.items)
})

test('from any cursor it gives what changed above it', async () => {
  const whole = await feed(0)
  for (let after = 0; after <= whole.head; after++)
    expect((await feed(after)).items).toEqual(whole.items.filter(({ seq }) => seq > after))
})

test('at the head there is nothing, and the cursor stays', async () => {
  const { head, epoch } = await feed(0)
  expect(await feed(head)).toEqual({ items: [], cursor: head, head, more: false, epoch })
})

test('a cursor above the head means to start over', async () => {
  const { head, epoch } = await feed(0)
  for (const after of [head + 1, head + 1000, 9007199254740991])
    expect(await feed(after)).toEqual({ items: [], cursor: head, head, more: false, epoch, reset: true })
})

test('somebody whom nothing has concerned yet is at 0', async () => {
  const zoe = await server.join('zoe')
  const { body } = await zoe.call('getFeed', { query: { after: 0 } })
  expect(body).toMatchObject({ items: [], cursor: 0, head: 0, more: false })
  expect((await zoe.call('getFeed', { query: { after: 1 } })).body.reset).toBe(true)
})

test('everyone reads the same epoch, a restart keeps it, another database has another', async () => {
  const epochOf = async (person: TestPerson) =>
    (await person.call('getFeed', { query: { after: 0 } })).body.epoch
  expect(await epochOf(peers[0]!)).toBe(await epochOf(ana))
  await using other = await startTestServer()
  const epoch = await epochOf(await other.join('zoe'))
  expect(epoch).not.toBe(await epochOf(ana))
  await other.app.close()
  await using again = await startTestServer({ dataDir: other.dataDir })
  expect(await epochOf(await again.join('yan'))).toBe(epoch)
})

test('an old message that changed comes with its conversation under one seq, and no page cuts the two apart', async () => {
  const { head } = await feed(0)
  const old = []
  for (const peer of peers)
    old.push(...(await ana.call('listMessages', { query: { with: peer.username } })).body.items.slice(0, 2))
  for (const [i, { id }] of old.entries())
    await amend(id, i % 3 ? { body: `edited ${i}` } : { isDeleted: true })
  // Changed again it moves up, and is in the feed once.
  await amend(old[4]!.id, { body: 'edited twice' })

  const whole = await readFeed(ana, head)
  const changed = whole.filter((item) => item.type === 'message')
  expect(changed.map(({ id }) => id).sort()).toEqual(old.map(({ id }) => id).sort())
  expect(changed.at(-1)).toMatchObject({ id: old[4]!.id, version: 3 })
  for (const { id, number, version, with: peer } of changed) {
    const { body } = await ana.call('getMessage', { params: { id } })
    expect(body).toMatchObject({ number, version })
    expect('from' in body && [body.from, body.to]).toContain(peer)
  }

  const pairs = Map.groupBy(whole, ({ seq }) => seq)
  expect([...pairs.values()].filter(({ length }) => length === 2)).toHaveLength(peers.length)
  for (const limit of [1, 2, 3, 4, 5, 6, 7, 100]) {
    const items = []
    let last = head
    for (let cursor = head, more = true; more; ) {
      const page = await feed(cursor, limit)
      const seqs = new Set(page.items.map(({ seq }) => seq))
      expect(seqs.size).toBeLessThanOrEqual(limit)
      // The first of this page is above all that came before: no seq is in two pages.
      expect(page.items[0]!.seq).toBeGreaterThan(last)
      last = page.items.at(-1)!.seq
      items.push(...page.items)
      ;({ cursor, more } = page)
    }
    expect(items).toEqual(whole)
  }
})
