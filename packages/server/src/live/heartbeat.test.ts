import { expect, test } from 'vitest'
import type { Bus } from '../bus/bus.ts'
import { answersPing } from '../testing/answers-ping.ts'
import { handTicks } from '../testing/hand-ticks.ts'
import { startTestServer, type TestServer } from '../testing/index.ts'
import { signIn } from '../testing/sign-in.ts'

/** A channel layer that loses all that is said. */
const deafBus = (): Bus => ({
  publish() {},
  subscribe: async () => async () => {},
  onRestored() {},
  close: async () => {},
})

test('a beat tells the head that the database has, although every bell was lost', async () => {
  using ticks = handTicks()
  await using server = await startTestServer({ bus: deafBus() })
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  await using bens = ben.openSocket()
  expect(await bens.next('hello')).toMatchObject({ head: 0, beatSeconds: 25 })

  for (let i = 0; i < 3; i++) await ana.send(ben, `unheard ${i}`)
  ticks.pass(25)

  expect(await bens.next('beat')).toEqual({ type: 'beat', head: 3 })
  expect(bens.frames.map(({ type }) => type)).toEqual(['hello', 'beat'])
  const { items } = (await ben.call('getFeed', { query: { after: 0 } })).body
  expect(items).toMatchObject([{ seq: 3, conversation: { unread: 3 } }])
})

test('everyone gets the head of their own feed, once in twenty-five seconds', async () => {
  using ticks = handTicks()
  await using server = await startTestServer()
  const [ana, ben, chloe] = [await server.join('ana'), await server.join('ben'), await server.join('chloe')]
  await ana.send(ben, 'one')
  await ana.send(chloe, 'two')
  await ana.send(chloe, 'three')
  await using opened = new AsyncDisposableStack()
  const sockets = await Promise.all(
    [ana, ben, chloe].map(async (person) => {
      const socket = opened.use(person.openSocket())
      await socket.next('hello')
      ticks.pass(7)
      return socket
    }),
  )
  for (let second = 0; second < 25; second++) ticks.pass(1)

  const beats = await Promise.all(sockets.map((socket) => socket.next('beat')))
  expect(beats.map(({ head }) => head)).toEqual([3, 1, 2])
  for (const socket of sockets) {
    await answersPing(socket)
    expect(socket.frames).toHaveLength(2)
  }
})

test('who answers beats stays; who does not is sent away, told why, and cut', async () => {
  using ticks = handTicks()
  await using server = await startTestServer()
  const ana = await server.join('ana')
  await using lively = ana.openSocket()
  await using silent = ana.openSocket()
  silent.answersBeats = false
  await Promise.all([lively.next('hello'), silent.next('hello')])

  ticks.pass(25)
  await Promise.all([lively.next('beat'), silent.next('beat')])
  await answersPing(lively)
  ticks.pass(25)

  expect([4408, 1006]).toContain(await silent.closed)
  await lively.next('beat')
  await expect.poll(() => server.app.hub.socketCount).toBe(1)
  await answersPing(lively)
  ticks.pass(25)
  await lively.next('beat')
})

test('any frame is a sign of life, not only the answer to a beat', async () => {
  using ticks = handTicks()
  await using server = await startTestServer()
  const ana = await server.join('ana')
  await using anas = ana.openSocket()
  anas.answersBeats = false
  await anas.next('hello')
  for (let beat = 0; beat < 3; beat++) {
    ticks.pass(25)
    await anas.next('beat')
    anas.say({ type: 'ack', with: 'ben', number: 0 })
    await answersPing(anas)
  }
})

test('who signs out loses the sockets of that session at once, and no others', async () => {
  await using server = await startTestServer()
  const ana = await server.join('ana')
  const phone = await signIn(server, 'ana')
  const ben = await server.join('ben')
  await using opened = new AsyncDisposableStack()
  const [first, second, phones, bens] = [ana, ana, phone, ben].map((person) =>
    opened.use(person.openSocket()),
  )
  await Promise.all([first!, second!, phones!, bens!].map((socket) => socket.next('hello')))

  await ana.call('signOut')

  expect(await Promise.all([first!.closed, second!.closed])).toEqual([4401, 4401])
  expect(first!.frames.at(-1)).toEqual({ type: 'bye', code: 4401 })
  const { id } = await ben.send('ana', 'still there?')
  expect(await phones!.next('message.created')).toMatchObject({ id })
  expect(await bens!.next('message.created')).toMatchObject({ id })
})

test('a session that was deleted in the database ends with the next beat', async () => {
  using ticks = handTicks()
  await using server = await startTestServer()
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  await using anas = ana.openSocket()
  await using bens = ben.openSocket()
  await Promise.all([anas.next('hello'), bens.next('hello')])

  await changeUser(server, 'ana', (id) =>
    server.app.storage.db.deleteFrom('auth_session').where('user_id', '=', id).execute(),
  )

  ticks.pass(25)
  expect(await anas.closed).toBe(4401)
  await bens.next('beat')
  expect(bens.ws.readyState).toBe(bens.ws.OPEN)
})

test('somebody who is banned is sent away with the next beat', async () => {
  using ticks = handTicks()
  await using server = await startTestServer()
  const ana = await server.join('ana')
  await using anas = ana.openSocket()
  await anas.next('hello')

  await changeUser(server, 'ana', (id) =>
    server.app.storage.db.updateTable('auth_user').set({ banned: 1 }).where('id', '=', id).execute(),
  )

  ticks.pass(25)
  expect(await anas.closed).toBe(4401)
})

async function changeUser(server: TestServer, username: string, change: (id: string) => Promise<unknown>) {
  const { id } = await server.app.storage.db
    .selectFrom('auth_user')
    .select('id')
    .where('username', '=', username)
    .executeTakeFirstOrThrow()
  await change(id)
}
