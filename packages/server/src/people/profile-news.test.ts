import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openForCommand } from '../storage/database.ts'
import type { Storage } from '../storage/storage.ts'
import { addPeers } from '../testing/add-peers.ts'
import { serveChatapp } from '../testing/chatapp-process.ts'
import { databaseMistakes } from '../testing/database-mistakes.ts'
import { everythingOf } from '../testing/everything-of.ts'
import { goodInputs } from '../testing/good-inputs.ts'
import { startTestServer, TestPerson, type TestServer } from '../testing/index.ts'
import { readConversations, readFeed } from '../testing/read-all.ts'
import { stackSettings } from '../testing/stack.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => {
  expect(await databaseMistakes(server.app.storage)).toEqual([])
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const picture = goodInputs({ peer: '', messageId: '', newcomer: '' }).setAvatar
const headOf = async (person: TestPerson) =>
  (await person.call('getFeed', { query: { after: 0, limit: 1 } })).body.head
const rename = (person: TestPerson, name: string) => person.call('updateProfile', { body: { name } })

/** Until everybody has heard. */
async function allTold({ db }: Storage): Promise<void> {
  const waiting = () => db.selectFrom('profile_news').select('user_key').execute()
  while ((await waiting()).length > 0) await setTimeout(10)
}

test('who talks with somebody sees a new name and picture at once, and nobody else hears', async () => {
  const [ana, ben, chloe] = [await server.join('ana'), await server.join('ben'), await server.join('chloe')]
  await ana.send(ben, 'hello Ben')
  await ben.send(chloe, 'hello Chloe')
  await using bens = ben.openSocket()
  await using chloes = chloe.openSocket()
  await Promise.all([bens.next('hello'), chloes.next('hello')])
  const chloesHead = await headOf(chloe)
  const peer = async () => (await ben.call('getConversation', { params: { username: 'ana' } })).body

  await rename(ana, 'Ana the Great')
  const { with: who, seq } = await bens.next('conversation.changed')
  expect(who).toBe('ana')
  expect(await peer()).toMatchObject({ peer: { name: 'Ana the Great', avatarUrl: null }, seq })
  expect(seq).toBe(await headOf(ben))

  const { avatarUrl } = (await ana.call('setAvatar', picture)).body
  expect((await bens.next('conversation.changed')).seq).toBe(seq + 1)
  expect(await peer()).toMatchObject({ peer: { name: 'Ana the Great', avatarUrl }, seq: seq + 1 })
  await ana.call('removeAvatar')
  await bens.next('conversation.changed')
  expect((await peer()).peer.avatarUrl).toBeNull()

  // What changes nothing rings nothing.
  await rename(ana, ' Ana  the Great')
  await ana.call('removeAvatar')
  await rename(ana, 'Ana Kovač')
  expect((await bens.next('conversation.changed')).seq).toBe(seq + 3)
  await allTold(server.app.storage)
  expect(await headOf(chloe)).toBe(chloesHead)
  expect(chloes.frames.map(({ type }) => type)).toEqual(['hello'])
})

test('who was away learns it from the feed, which then says what a fresh look does', async () => {
  const [dana, emre, fay] = [await server.join('dana'), await server.join('emre'), await server.join('fay')]
  for (const other of [emre, fay]) await dana.send(other, 'hello')
  await emre.send(fay, 'hello')
  const before = await headOf(emre)
  const { avatarUrl } = (await dana.call('setAvatar', picture)).body
  await rename(dana, 'Dana B.')
  await allTold(server.app.storage)
  expect(await readFeed(emre, before)).toEqual([
    {
      type: 'conversation',
      seq: await headOf(emre),
      conversation: expect.objectContaining({ peer: { username: 'dana', name: 'Dana B.', avatarUrl } }),
    },
  ])
  const { conversations, feed } = await everythingOf(emre)
  expect(feed.map((item) => item.type === 'conversation' && item.conversation).toSorted(bySeq)).toEqual(
    conversations.toSorted(bySeq),
  )
  expect((await emre.send(dana, 'nice picture')).number).toBe(2)
})

const bySeq = (a: { seq: number } | false, b: { seq: number } | false) => (a && b ? a.seq - b.seq : 0)

test('people who change and write at the same time get in nobody’s way', async () => {
  const people = await Promise.all(['gus', 'hana', 'ivo', 'jun'].map((name) => server.join(name)))
  const everyone = people.flatMap((one, i) => people.slice(i + 1).map((other) => [one, other] as const))
  await Promise.all(everyone.map(([one, other]) => one.send(other, 'hello')))
  await Promise.all([
    ...people.flatMap((person) => [1, 2, 3].map((i) => rename(person, `${person.username} ${i}`))),
    ...everyone.flatMap(([one, other]) => [1, 2, 3].map((i) => other.send(one, `${i}`))),
  ])
  await allTold(server.app.storage)
  for (const person of people)
    for (const { peer, lastNumber } of await readConversations(person)) {
      expect(lastNumber).toBe(4)
      expect(peer.name).toBe(
        (await person.call('getUser', { params: { username: peer.username } })).body.name,
      )
    }
})

test('a process that dies in the middle leaves the rest to the next one', async () => {
  using folder = temporaryFolder()
  const count = 230
  let keys: number[]
  let cookie: string | null
  {
    await using first = await startTestServer({ dataDir: folder.path })
    const ana = await first.join('ana')
    cookie = ana.cookie
    const { db } = first.app.storage
    const { key } = await db.selectFrom('auth_user').select('key').executeTakeFirstOrThrow()
    keys = await addPeers(first.app.storage, key, count)
  }
  const dying = await serveChatapp({ DATA_DIR: folder.path })
  const ana = Object.assign(new TestPerson(dying.url), { cookie })
  const { DATABASE_URL: url = `sqlite:${join(folder.path, 'chatapp.db')}` } = await stackSettings(folder.path)
  const beside = await openForCommand(url)
  const told = async ({ db }: Storage) => {
    const rows = await db.selectFrom('feeds').select('head').where('user_key', 'in', keys).execute()
    return rows.filter(({ head }) => head > 1).length
  }
  expect((await rename(ana, 'Ana the Brave')).status).toBe(200)
  while ((await told(beside)) === 0) await setTimeout(5)
  await dying.end('SIGKILL')
  await beside.close()

  await using next = await startTestServer({ dataDir: folder.path })
  const { storage } = next.app
  const before = await told(storage)
  expect(before).toBeLessThan(count)
  await allTold(storage)
  expect(await told(storage)).toBe(count)
  const heads = await storage.db.selectFrom('feeds').select('head').where('user_key', 'in', keys).execute()
  expect(new Set(heads.map(({ head }) => head))).toEqual(new Set([2]))
  const rows = await storage.db.selectFrom('members').select('seq').where('user_key', 'in', keys).execute()
  expect(new Set(rows.map(({ seq }) => seq))).toEqual(new Set([2]))
  console.log(`killed when ${before} of ${count} had been told`)
})
