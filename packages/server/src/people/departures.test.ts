/** What happens when the days of grace are over: to who leaves, and to those they talked with. */
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { openForCommand } from '../storage/database.ts'
import type { Storage } from '../storage/storage.ts'
import { addPeers } from '../testing/add-peers.ts'
import { turnOnSecondFactor } from '../testing/authenticator.ts'
import { serveChatapp } from '../testing/chatapp-process.ts'
import { databaseMistakes } from '../testing/database-mistakes.ts'
import { everythingOf } from '../testing/everything-of.ts'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { goodInputs, registration } from '../testing/good-inputs.ts'
import { handTicks } from '../testing/hand-ticks.ts'
import { castPassword, startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { readFeed } from '../testing/read-all.ts'
import { signIn } from '../testing/sign-in.ts'
import { isEmbedded, stackSettings } from '../testing/stack.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { dayMs, TestClock } from '../testing/test-clock.ts'

const clock = new TestClock()
afterEach(() => clock.reset())

const picture = goodInputs({ peer: '', messageId: '', newcomer: '' }).setAvatar
const leave = async (person: TestPerson) => expect((await person.call('deleteAccount')).status).toBe(204)
const lookSeconds = 300

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await setTimeout(10)
}
const goneCount = async ({ db }: Storage) =>
  (await db.selectFrom('auth_user').select('key').where('left_at', 'is not', null).execute()).length
const isTold = async ({ db }: Storage) =>
  (await db.selectFrom('profile_news').select('user_key').execute()).length === 0

/** The session has ended by its age, as the days of grace are as long. */
async function back(server: TestServer, person: TestPerson): Promise<TestPerson> {
  const returned = Object.assign(await signIn(server, person.username), { me: person.me })
  // Sessions begin by the system's clock.
  const now = new Date(clock.now()).toISOString()
  const expires_at = new Date(clock.now() + dayMs).toISOString()
  await server.app.storage.db
    .updateTable('auth_session')
    .set({ created_at: now, updated_at: now, expires_at })
    .execute()
  return returned
}

test('who does not come back is gone, and those they talked with keep what was said', async () => {
  using ticks = handTicks()
  // So that no beat is missed when minutes pass at once.
  await using server = await startTestServer({ runtime: { now: clock.now }, beatSeconds: 1000 })
  const { storage } = server.app
  const [ana, ben, chloe] = [await server.join('ana'), await server.join('ben'), await server.join('chloe')]
  await chloe.send(ben, 'hello Ben')
  clock.pass(1000)
  const sent = await ben.send(ana, 'hello Ana')
  await ana.send(ben, 'goodbye')
  const { avatarUrl } = (await ana.call('setAvatar', picture)).body
  await ana.call('updateProfile', { body: { bio: 'Mostly at sea.' } })
  await turnOnSecondFactor(ana)
  await until(() => isTold(storage))
  await leave(ana)

  clock.pass(14 * dayMs - 1000)
  ticks.pass(lookSeconds)
  await setTimeout(200)
  expect(await goneCount(storage)).toBe(0)
  const bens = await back(server, ben)
  const before = await everythingOf(bens)
  const { head } = (await bens.call('getFeed', { query: { after: 0 } })).body
  await using socket = bens.openSocket()
  await socket.next('hello')

  clock.pass(2000)
  ticks.pass(lookSeconds)
  const frame = await socket.next('conversation.changed')
  expect(frame).toMatchObject({ with: 'ana', seq: head + 1 })
  expect(await databaseMistakes(storage)).toEqual([])

  // Ben has the same messages, of somebody who is called otherwise.
  const after = await everythingOf(bens)
  expect(after.history).toEqual(before.history)
  const peer = { username: 'ana', name: 'Deleted account', avatarUrl: null, deleted: true }
  expect(after.conversations[0]).toEqual({ ...before.conversations[0], peer, seq: head + 1 })
  expect(after.conversations[1]).toEqual(before.conversations[1])
  expect(await readFeed(bens, head)).toEqual([
    { type: 'conversation', seq: head + 1, conversation: after.conversations[0] },
  ])
  const params = { username: 'ana' }
  expect((await bens.call('markRead', { params, body: { number: 2 } })).status).toBe(200)

  // Nobody finds ana, or writes to her; a send whose answer was lost is the same message still.
  const people = (await bens.call('listUsers')).body.items.map(({ username }) => username)
  expect(people).toEqual(['chloe'])
  for (const q of ['ana', 'deleted', '\u{10FFFF}', 'Kova'])
    expect((await bens.call('listUsers', { query: { q } })).body.items).toEqual([])
  expectRefusal(await bens.call('getUser', { params }), 'not_found')
  expectRefusal(
    await bens.call('sendMessage', { body: { to: 'ana', body: 'still there?' } }),
    'not_accepting',
  )
  const again = await bens.call('sendMessage', { body: { id: sent.id, to: 'ana', body: 'hello Ana' } })
  expect([again.status, again.body.number]).toEqual([200, 1])
  const chloes = await back(server, chloe)
  expectRefusal(await chloes.call('sendMessage', { body: { to: 'ana', body: 'hello' } }), 'not_accepting')
  expectRefusal(await chloes.call('getConversation', { params }), 'not_found')
  expectRefusal(await bens.request('GET', avatarUrl!), 'not_found')

  // Nobody signs in as her, or gets her name; her address is free.
  for (const login of ['ana', 'ana@example.com'])
    expectRefusal(
      await server.stranger().call('signIn', { body: { login, password: castPassword } }),
      'unauthenticated',
    )
  const taken = await server.stranger().call('signUp', { body: registration('ana') })
  expectRefusal(taken, 'validation_failed', ['/username', 'taken'])
  const body = { ...registration('ana_2'), email: 'ana@example.com' }
  expect((await server.stranger().call('signUp', { body })).status).toBe(201)
  const row = await storage.db.selectFrom('auth_user').selectAll().where('username', '=', 'ana').execute()
  expect(JSON.stringify(row)).not.toMatch(/Kovač|example\.com|at sea/)

  const trail = await storage.db
    .selectFrom('audit')
    .select('action')
    .where('action', '=', 'deleted')
    .execute()
  expect(trail).toHaveLength(1)

  clock.pass(3 * dayMs)
  ticks.pass(lookSeconds)
  await until(async () => (await storage.db.selectFrom('deletions').selectAll().execute()).length === 0)
  expect(await goneCount(storage)).toBe(1)
  expect(server.unexpected).toEqual([])
})

test('who comes back in time is not deleted', async () => {
  using ticks = handTicks()
  await using server = await startTestServer({ runtime: { now: clock.now } })
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  const { db } = server.app.storage
  const late = await db
    .selectFrom('auth_session as session')
    .innerJoin('auth_user as user', 'user.id', 'session.user_id')
    .selectAll('session')
    .where('user.username', '=', 'ben')
    .executeTakeFirstOrThrow()
  for (const person of [ana, ben]) await leave(person)
  clock.pass(13 * dayMs)
  await signIn(server, 'ana')
  clock.pass(2 * dayMs)
  ticks.pass(lookSeconds)
  await until(async () => (await goneCount(server.app.storage)) === 1)
  expect((await signIn(server, 'ana')).me).toEqual(ana.me)
  // A session that began in the last moment is worth nothing.
  await db
    .insertInto('auth_session')
    .values({ ...late, expires_at: isoAt(clock.now() + dayMs) })
    .execute()
  expectRefusal(await ben.call('getMe'), 'unauthenticated')
  await db.deleteFrom('auth_session').where('id', '=', late.id).execute()
  expect(await databaseMistakes(server.app.storage)).toEqual([])
})

const isoAt = (ms: number) => new Date(ms).toISOString()

/** Somebody who talks with many, all of whom are due. */
async function manyDue(dataDir: string, count: number): Promise<void> {
  await using server = await startTestServer({ dataDir })
  await server.join('ana')
  const { storage } = server.app
  const { key } = await storage.db.selectFrom('auth_user').select('key').executeTakeFirstOrThrow()
  const keys = await addPeers(storage, key, count)
  await storage.db.insertInto('feeds').values({ user_key: key, head: count }).execute()
  const due = { asked_at: 1, due_at: 2 }
  await storage.db
    .insertInto('deletions')
    .values(keys.map((user_key) => ({ user_key, ...due })))
    .execute()
}

/** All are gone, and ana has heard of each of them once. */
async function expectAllGone({ app }: TestServer, count: number): Promise<void> {
  const { storage } = app
  await until(async () => (await goneCount(storage)) === count && (await isTold(storage)))
  const { key } = await storage.db
    .selectFrom('auth_user')
    .select('key')
    .where('username', '=', 'ana')
    .executeTakeFirstOrThrow()
  const { head } = await storage.db
    .selectFrom('feeds')
    .select('head')
    .where('user_key', '=', key)
    .executeTakeFirstOrThrow()
  expect(head).toBe(2 * count)
  expect(await databaseMistakes(storage)).toEqual([])
}

test('a process that dies in the middle leaves the rest to the next one', async () => {
  using folder = temporaryFolder()
  const count = 60
  await manyDue(folder.path, count)
  const dying = await serveChatapp({ DATA_DIR: folder.path })
  const { DATABASE_URL: url = `sqlite:${join(folder.path, 'chatapp.db')}` } = await stackSettings(folder.path)
  const beside = await openForCommand(url)
  await until(async () => (await goneCount(beside)) > 0)
  await dying.end('SIGKILL')
  const before = await goneCount(beside)
  await beside.close()
  expect(before).toBeLessThan(count)
  await using next = await startTestServer({ dataDir: folder.path })
  await expectAllGone(next, count)
  console.log(`killed when ${before} of ${count} were gone`)
})

describe.skipIf(isEmbedded)('of two processes', () => {
  test('one lets each of them go, and the other hears of it', async () => {
    using folder = temporaryFolder()
    const count = 40
    await manyDue(folder.path, count)
    const start = () => startTestServer({ dataDir: folder.path })
    const [here, there] = await Promise.all([start(), start()])
    await expectAllGone(here, count)
    for (const server of [here, there]) {
      expect(server.unexpected).toEqual([])
      await server[Symbol.asyncDispose]()
    }
  })

  test('both know at once that somebody is gone', async () => {
    using ticks = handTicks()
    using folder = temporaryFolder()
    const start = () => startTestServer({ dataDir: folder.path, runtime: { now: clock.now } })
    const servers = [await start(), await start()] as const
    const [ana, ben] = [await servers[0].join('ana'), await servers[1].join('ben')]
    for (const server of servers)
      await Object.assign(server.stranger(), ben, { url: server.url }).send(ana, 'hi')
    await leave(ana)
    clock.pass(14 * dayMs)
    ticks.pass(lookSeconds)
    for (const server of servers) {
      const bens = await back(server, ben)
      const send = () => bens.call('sendMessage', { body: { to: 'ana', body: 'hello' } })
      await until(async () => (await send()).status === 403)
      expectRefusal(await send(), 'not_accepting')
    }
    for (const server of servers) {
      expect(server.unexpected).toEqual([])
      await server[Symbol.asyncDispose]()
    }
  })
})
