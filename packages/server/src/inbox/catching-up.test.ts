/** The promise everything leans on: what a device had, plus the feed since, is what it would fetch afresh. */
import type { Conversation } from '@chatapp/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseMistakes } from '../testing/database-mistakes.ts'
import {
  amendMessage,
  MemoryBus,
  stampAmendment,
  startTestServer,
  type TestPerson,
  type TestServer,
} from '../testing/index.ts'
import { readConversations, readHistory } from '../testing/read-all.ts'

let server: TestServer
let people: TestPerson[]

beforeAll(async () => {
  server = await startTestServer()
  people = []
  for (const name of ['ana', 'ben', 'chloe', 'dana']) people.push(await server.join(name))
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

/** What a device keeps of its person. */
class Device {
  readonly person: TestPerson
  cursor = 0
  readonly conversations = new Map<string, Conversation>()
  readonly versions = new Map<string, number>()

  constructor(person: TestPerson) {
    this.person = person
  }

  /** @param pages at most so many, as a device that is cut off in between. */
  async catchUp(limit: number, pages: number): Promise<void> {
    for (let i = 0, more = true; more && i < pages; i++) {
      const { body } = await this.person.call('getFeed', { query: { after: this.cursor, limit } })
      expect(body.reset).toBeUndefined()
      expect(body.cursor).toBeGreaterThanOrEqual(this.cursor)
      for (const item of body.items)
        if (item.type === 'conversation')
          this.conversations.set(item.conversation.peer.username, item.conversation)
        else this.versions.set(item.id, item.version)
      this.cursor = body.cursor
      more = body.more
    }
  }

  async expectUpToDate(): Promise<void> {
    const byName = (one: Conversation, other: Conversation) =>
      one.peer.username < other.peer.username ? -1 : 1
    const fresh = await readConversations(this.person)
    expect([...this.conversations.values()].sort(byName)).toEqual(fresh.sort(byName))
    for (const { peer, lastNumber } of fresh) {
      const history = await readHistory(this.person, peer.username)
      expect(history.map(({ number }) => number)).toEqual(Array.from({ length: lastNumber }, (_, i) => i + 1))
      for (const { id, version } of history) expect(version).toBe(this.versions.get(id) ?? 1)
    }
  }
}

const step = fc.record({
  who: fc.nat(3),
  other: fc.nat(2),
  action: fc.constantFrom('send', 'send', 'send', 'read', 'edit', 'delete'),
  which: fc.nat(),
  catchUp: fc.constantFrom(
    null,
    null,
    { limit: 1, pages: 1 },
    { limit: 2, pages: 1 },
    { limit: 3, pages: 9 },
  ),
})

interface Step {
  who: number
  other: number
  action: string
  which: number
}

async function take({ who, other, action, which }: Step): Promise<void> {
  const person = people[who]!
  const peer = people.filter((candidate) => candidate !== person)[other]!
  if (action === 'send') return void (await person.send(peer, `${which}`))
  const history = await readHistory(person, peer.username)
  const message = history[which % history.length]
  if (!message) return
  const params = { username: peer.username }
  if (action === 'read')
    return void (await person.call('markRead', { params, body: { number: message.number } }))
  const deps = { storage: server.app.storage, bus: new MemoryBus(), stampAmendment }
  await amendMessage(deps, message.id, action === 'edit' ? { body: `edited ${which}` } : { isDeleted: true })
}

test('after any talk, catching up from wherever a device was equals a fresh fetch', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const devices = people.map((person) => new Device(person))
      for (const one of steps) {
        await take(one)
        if (one.catchUp) await devices[one.who]!.catchUp(one.catchUp.limit, one.catchUp.pages)
      }
      for (const device of devices) {
        await device.catchUp(2, 1000)
        await device.expectUpToDate()
      }
    }),
    { numRuns: 12, seed: 1 },
  )
  expect(await databaseMistakes(server.app.storage)).toEqual([])
}, 60_000)
