/** Whoever makes the first account ends the demo with it, and takes nothing of it over. */
import { expect, test } from 'vitest'
import { runChatapp } from '../testing/chatapp-process.ts'
import { databaseMistakes } from '../testing/database-mistakes.ts'
import { everythingOf } from '../testing/everything-of.ts'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { registration } from '../testing/good-inputs.ts'
import { castPassword, startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { joinAdmin } from '../testing/join-admin.ts'
import { expectGone, rowCounts, secret, talkInDemo } from '../testing/talk-in-demo.ts'

const isOffered = async (server: TestServer) => (await server.stranger().call('getInstance')).body.offersDemo

test('what is said while somebody registers is said to nobody', async () => {
  let key = 4710
  let meanwhile = () => {}
  await using server = await startTestServer({
    runtime: {
      newKey() {
        meanwhile()
        return ++key
      },
    },
  })
  const { ada } = await talkInDemo(server)
  const sends: Promise<{ status: number }>[] = []
  // In the middle of the registration's transaction.
  meanwhile = () => {
    for (let i = 0; i < 20; i++) sends.push(ada.call('sendMessage', { body: { to: 'bob', body: secret } }))
  }
  await server.join('chloe')
  expect(new Set((await Promise.all(sends)).map(({ status }) => status))).toEqual(new Set([404]))
  expect(await rowCounts(server)).toEqual({ auth_user: 1, auth_account: 1, auth_session: 1 })
  expect(server.unexpected).toEqual([])
})

test('the first to register, as whoever they like, ends it', async () => {
  for (const username of ['chloe', 'ada', 'BOB']) {
    await using server = await startTestServer()
    const { ada, bob } = await talkInDemo(server)
    const socket = ada.openSocket()
    await socket.next('hello')
    const first = server.stranger()
    expect((await first.call('signUp', { body: registration(username) })).status).toBe(201)
    expect(await socket.closed).toBe(4401)
    await expectGone(server, ada, bob)
    expect(await rowCounts(server)).toEqual({ auth_user: 1, auth_account: 1, auth_session: 1 })
    expect(await isOffered(server)).toBe(false)
    expectRefusal(await server.stranger().call('startDemo'), 'forbidden')
    expect((await first.call('listUsers')).body.items).toEqual([])
    expect(await everythingOf(first)).toEqual({ conversations: [], feed: [], history: {} })
    expect(server.unexpected).toEqual([])
  }
})

test('who takes the names of the two has nothing else of theirs', async () => {
  await using server = await startTestServer()
  const demo = await talkInDemo(server)
  const [bob, ada] = [await server.join('bob'), await server.join('ada')]
  expect(await ada.send('bob', 'really')).toMatchObject({ number: 1 })
  for (const person of [ada, bob]) {
    expect((await everythingOf(person)).conversations).toHaveLength(1)
    expectRefusal(await person.call('getMessage', { params: { id: demo.sent.id } }), 'not_found')
    expect(JSON.stringify(await everythingOf(person))).not.toContain(secret)
  }
  await expectGone(server, demo.ada, demo.bob)
  expect(await databaseMistakes(server.app.storage)).toEqual([])
  expect(server.unexpected).toEqual([])
})

test('one may register from within it', async () => {
  await using server = await startTestServer()
  const { ada } = await talkInDemo(server)
  const answer = await ada.call('signUp', { body: registration('ada') })
  expect(answer.status).toBe(201)
  expect(answer.headers.getSetCookie()[0]).toContain('; Path=/;')
  expect(await rowCounts(server)).toEqual({ auth_user: 1, auth_account: 1, auth_session: 1 })
})

test('the administrator ends it with the token, and create-admin without; a seed does too', async () => {
  await using server = await startTestServer()
  const { ada, bob } = await talkInDemo(server)
  await joinAdmin(server, 'ada')
  await expectGone(server, ada, bob)
  expect((await server.stranger().call('getInstance')).body).toMatchObject({
    needsSetUp: false,
    offersDemo: false,
  })

  await using other = await startTestServer()
  const demo = await talkInDemo(other)
  expect(await createAdmin(other, 'ada')).toMatchObject({ code: 0 })
  expect(await isOffered(other)).toBe(false)
  await expectGone(other, demo.ada, demo.bob)
  expect(await rowCounts(other)).toEqual({ auth_user: 1, auth_account: 1, auth_session: 1 })

  await using seeded = await startTestServer()
  const last = await talkInDemo(seeded)
  expect(await runChatapp(['seed'], { DATA_DIR: seeded.dataDir })).toMatchObject({ code: 0 })
  await expectGone(seeded, last.ada, last.bob)
  expect((await rowCounts(seeded)).auth_user).toBe(5)
  for (const { unexpected } of [server, other, seeded]) expect(unexpected).toEqual([])
})

test('a server beside which administrators were made takes nobody for the demo’s people', async () => {
  await using server = await startTestServer()
  const demo = await talkInDemo(server)
  const socket = demo.bob.openSocket()
  await socket.next('hello')
  for (const username of ['ada', 'bob'])
    expect(await createAdmin(server, username)).toMatchObject({ code: 0 })

  const ada = await signIn(server, 'ada')
  expect(await ada.send('bob', 'really')).toMatchObject({ number: 1 })
  expect(await socket.closed).toBe(4401)
  const bob = await signIn(server, 'bob')
  expect((await everythingOf(bob)).conversations).toMatchObject([
    { peer: { username: 'ada' }, lastNumber: 1 },
  ])
  await expectGone(server, demo.ada, demo.bob)
  expect(await databaseMistakes(server.app.storage)).toEqual([])
  expect(server.unexpected).toEqual([])
})

test('a registration that fails leaves it as it was', async () => {
  let isBroken = false
  let key = 4710
  await using server = await startTestServer({
    runtime: {
      newKey() {
        if (isBroken) throw new Error('no randomness left')
        return ++key
      },
    },
  })
  const { ada, bob } = await talkInDemo(server)
  const socket = ada.openSocket()
  await socket.next('hello')
  const before = [await everythingOf(ada), await everythingOf(bob), await rowCounts(server)]

  isBroken = true
  for (const username of ['ada', 'chloe'])
    expectRefusal(await server.stranger().call('signUp', { body: registration(username) }), 'internal')
  expect(server.unexpected.splice(0)).toHaveLength(2)
  isBroken = false
  expectRefusal(
    await server.stranger().call('setUp', { body: { token: 'wrong', ...registration('ada') } }),
    'forbidden',
  )
  for (const change of [{ email: 'ada@demo.invalid' }, { name: '\u200b' }, { password: 'short' }])
    expectRefusal(
      await server.stranger().call('signUp', { body: { ...registration('ada'), ...change } }),
      'validation_failed',
    )
  expectRefusal(
    await server.stranger().call('signIn', { body: { login: 'ada', password: 'x' } }),
    'unauthenticated',
  )

  expect([await everythingOf(ada), await everythingOf(bob), await rowCounts(server)]).toEqual(before)
  await bob.send('ada', 'still here')
  await socket.next('message.created')
  expect(await isOffered(server)).toBe(true)
  expect(server.unexpected).toEqual([])
})

const createAdmin = ({ dataDir }: TestServer, username: string) =>
  runChatapp(
    ['create-admin', '--name', 'Root', '--username', username, '--email', `${username}@example.com`],
    { DATA_DIR: dataDir },
    `${castPassword}\n`,
  )

async function signIn(server: TestServer, login: string): Promise<TestPerson> {
  const person = server.stranger()
  const { status } = await person.call('signIn', { body: { login, password: castPassword } })
  expect(status).toBe(200)
  return person
}
