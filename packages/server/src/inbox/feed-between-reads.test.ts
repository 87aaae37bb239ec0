/** The feed is several reads. Whatever is committed between two of them must not be lost. */
import type { Conversation, Feed } from '@chatapp/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Access } from '../conversations/access.ts'
import { RateLimits } from '../http/rate-limits.ts'
import { Usernames } from '../people/usernames.ts'
import {
  amendMessage,
  MemoryBus,
  stampAmendment,
  startTestServer,
  type TestPerson,
  type TestServer,
} from '../testing/index.ts'
import { readConversations, readFeed as restOfFeed } from '../testing/read-all.ts'
import { type InboxQueries, inboxQueries } from './inbox-queries.ts'
import { readFeed } from './inbox-rules.ts'

let server: TestServer
let ana: TestPerson
let ben: TestPerson
let chloe: TestPerson
let dana: TestPerson
let firstId: string

let count = 0

beforeAll(async () => {
  server = await startTestServer()
  ben = await server.join('ben')
  chloe = await server.join('chloe')
  dana = await server.join('dana')
})
beforeEach(async () => {
  ana = await server.join(`ana_${++count}`)
  firstId = (await ana.send(ben, 'one')).id
  await ben.send(ana, 'two')
  await chloe.send(ana, 'three')
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

type Read = 'head' | 'changedAfter' | 'amendedAfter' | 'unreadCounts'

/** Ana's feed, with something committed right after one of its reads. */
async function feedWith(
  commit: () => Promise<unknown>,
  read: Read,
  query: { after: number; limit?: number },
): Promise<Feed> {
  const { storage } = server.app
  const usernames = new Usernames(storage.db)
  const queries = inboxQueries(storage.scans)
  const interrupted = {
    ...queries,
    [read]: async (argument: never) => {
      const rows = await queries[read](argument)
      await commit()
      return rows
    },
  } as InboxQueries
  const { key } = (await usernames.find(ana.username))!
  return readFeed(
    {
      queries: interrupted,
      usernames,
      access: new Access(storage.db, usernames, new RateLimits(false, Date.now), new Set()),
      epoch: 'epoch',
    },
    { key, username: ana.username, role: 'user' as const, sessionId: '' },
    query,
  )
}

/** What a device holds after this page and all that follow: the newer state of a conversation wins. */
async function heldAfter(page: Feed, before: Conversation[] = []) {
  const held = new Map(before.map((conversation) => [conversation.peer.username, conversation]))
  const versions = new Map<string, number>()
  for (const item of [...page.items, ...(await restOfFeed(ana, page.cursor))]) {
    if (item.type === 'message') {
      versions.set(item.id, Math.max(item.version, versions.get(item.id) ?? 0))
      continue
    }
    const known = held.get(item.conversation.peer.username)
    if (!known || known.seq < item.seq) held.set(item.conversation.peer.username, item.conversation)
  }
  return { conversations: [...held.values()].sort((a, b) => b.seq - a.seq), versions }
}

const fresh = async () => (await readConversations(ana)).sort((a, b) => b.seq - a.seq)
const reads: Read[] = ['head', 'changedAfter', 'amendedAfter', 'unreadCounts']

describe.each(reads)('right after the read of %s', (read) => {
  test('a message may be committed: nothing is lost, and the cursor is the head from before', async () => {
    const page = await feedWith(() => ben.send(ana, 'meanwhile'), read, { after: 0 })
    expect(page).toMatchObject({ head: 3, cursor: 3, more: false })
    expect((await heldAfter(page)).conversations).toEqual(await fresh())
  })

  test('a new conversation may begin', async () => {
    const page = await feedWith(() => dana.send(ana, 'hello, we have not met'), read, { after: 0 })
    expect(page.cursor).toBe(3)
    const { conversations } = await heldAfter(page)
    expect(conversations).toHaveLength(3)
    expect(conversations).toEqual(await fresh())
  })

  test('a message may be committed while the reader is in the midst of the pages', async () => {
    const page = await feedWith(() => ben.send(ana, 'meanwhile'), read, { after: 0, limit: 1 })
    expect(page.cursor).toBeLessThanOrEqual(3)
    expect((await heldAfter(page)).conversations).toEqual(await fresh())
  })

  test('ten may be committed, more than a page takes', async () => {
    const commit = async () => {
      for (let i = 0; i < 5; i++) {
        await ben.send(ana, `${i}`)
        await dana.send(ana, `${i}`)
      }
    }
    const page = await feedWith(commit, read, { after: 0, limit: 2 })
    expect(page.cursor).toBeLessThanOrEqual(3)
    expect((await heldAfter(page)).conversations).toEqual(await fresh())
  })

  test('a read mark may move', async () => {
    const mark = () => ben.call('markRead', { params: { username: ana.username }, body: { number: 1 } })
    const page = await feedWith(mark, read, { after: 0 })
    expect((await heldAfter(page)).conversations).toEqual(await fresh())
  })

  test.each([1, 100])('an old message may change, in pages of %i', async (limit) => {
    const before = await fresh()
    const deps = { storage: server.app.storage, bus: new MemoryBus(), stampAmendment }
    await amendMessage(deps, firstId, { body: 'edited' })
    const again = () => amendMessage(deps, firstId, { body: 'edited again' })
    const page = await feedWith(again, read, { after: 3, limit })
    const { conversations, versions } = await heldAfter(page, before)
    expect(conversations).toEqual(await fresh())
    expect(versions.get(firstId)).toBe(3)
  })
})
