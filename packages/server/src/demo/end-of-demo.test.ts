/** However a demo ends, nothing of it is left, and nothing that somebody remembered of it reaches those who come after. */
import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { databaseMistakes } from '../testing/database-mistakes.ts'
import { everythingOf } from '../testing/everything-of.ts'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { goodInputs } from '../testing/good-inputs.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { joinDemo } from '../testing/join-demo.ts'
import { expectGone, rowCounts, secret, talkInDemo } from '../testing/talk-in-demo.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'

const isOffered = async (server: TestServer) => (await server.stranger().call('getInstance')).body.offersDemo

test('when it ends nothing of it is left, and its sockets close', async () => {
  await using server = await startTestServer()
  const { ada, bob } = await talkInDemo(server)
  const { setAvatar } = goodInputs({ peer: 'bob', messageId: '', newcomer: '' })
  const { avatarUrl } = (await ada.call('setAvatar', setAvatar)).body
  expect((await bob.request('GET', avatarUrl!)).status).toBe(200)
  const sockets = [ada.openSocket(), bob.openSocket()]
  for (const socket of sockets) await socket.next('hello')

  expect((await server.stranger().call('endDemo')).status).toBe(204)
  expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4401, 4401])
  expect(await rowCounts(server)).toEqual({})
  expect(await server.app.storage.db.selectFrom('instance').select('name').execute()).toEqual([
    { name: 'epoch' },
  ])
  await expectGone(server, ada, bob)
  expect((await server.stranger().call('endDemo')).status).toBe(204)
  expect(await isOffered(server)).toBe(true)
  expect(server.unexpected).toEqual([])
})

test('the next Ada and Bob begin at number one, and know nothing of those before', async () => {
  await using server = await startTestServer()
  const first = await talkInDemo(server)
  await server.stranger().call('endDemo')
  const { ada, bob } = await joinDemo(server)
  for (const person of [ada, bob]) {
    expect(await everythingOf(person)).toEqual({ conversations: [], feed: [], history: {} })
    expectRefusal(await person.call('getMessage', { params: { id: first.sent.id } }), 'not_found')
    expect((await person.call('listMessages', { query: { ids: first.sent.id } })).body.items).toEqual([])
  }
  for (const [old, now] of [
    [first.ada, ada],
    [first.bob, bob],
  ] as const) {
    expectRefusal(await old.call('getMe'), 'unauthenticated')
    expectRefusal(await old.call('sendMessage', { body: { to: 'bob', body: 'x' } }), 'unauthenticated')
    expect(await old.openSocket().closed).toBe(4401)
    expect((await now.call('getMe')).status).toBe(200)
  }

  await using bobs = bob.openSocket()
  expect(await bobs.next('hello')).toMatchObject({ head: 0 })
  // An ID that was used in the demo before is as good as any.
  const again = await ada.call('sendMessage', { body: { id: first.sent.id, to: 'bob', body: 'hello' } })
  expect(again).toMatchObject({ status: 201, body: { number: 1 } })
  expect(await bobs.next('message.created')).toMatchObject({ id: first.sent.id, seq: 1 })
  expect(await bob.send('ada', 'hello too')).toMatchObject({ number: 2 })
  expect(JSON.stringify([await everythingOf(ada), await everythingOf(bob)])).not.toContain(secret)
  expect(await databaseMistakes(server.app.storage)).toEqual([])
  expect(server.unexpected).toEqual([])
})

test('it ends between messages, never within one', async () => {
  await using server = await startTestServer()
  for (let round = 0; round < 5; round++) {
    const { ada, bob } = await joinDemo(server)
    const sends = Array.from({ length: 60 }, (_, i) =>
      (i % 2 ? ada : bob).call('sendMessage', { body: { to: i % 2 ? 'bob' : 'ada', body: secret } }),
    )
    await Promise.race(sends)
    const ended = await server.stranger().call('endDemo')
    for (const { status } of await Promise.all(sends)) expect([201, 401, 404]).toContain(status)
    expect(ended.status).toBe(204)
    expect(await rowCounts(server)).toEqual({})
  }
  expect(server.unexpected).toEqual([])
})

test('what somebody of the demo began to say before it ended reaches nobody', async () => {
  await using server = await startTestServer()
  const { ada } = await talkInDemo(server)
  const body = JSON.stringify({ to: 'bob', body: secret })
  const url = new URL(`${ada.url}/api/v1/messages`)
  const asked = request(url, {
    method: 'POST',
    headers: {
      cookie: ada.cookie!,
      'content-type': 'application/json',
      'content-length': body.length,
      expect: '100-continue',
    },
  })
  // The rest of it comes once somebody else is Bob. Who asks was settled when the server said "go on".
  asked.flushHeaders()
  await once(asked, 'continue')
  asked.write(body.slice(0, 5))
  const bob = await server.join('bob')
  const answered = once(asked, 'response')
  asked.end(body.slice(5))
  const [response] = await answered
  expect(response.statusCode).toBe(404)
  expect(await text(response)).toContain('not_found')
  expect(await everythingOf(bob)).toEqual({ conversations: [], feed: [], history: {} })
  expect(await rowCounts(server)).toEqual({ auth_user: 1, auth_account: 1, auth_session: 1 })
  expect(server.unexpected).toEqual([])
})

test('it outlives a restart, cookies and all, and can be gone on with', async () => {
  using folder = temporaryFolder()
  const before = await startTestServer({ dataDir: folder.path })
  const { ada, bob } = await talkInDemo(before)
  const world = [await everythingOf(ada), await everythingOf(bob)]
  await before.app.close()

  await using after = await startTestServer({ dataDir: folder.path })
  const [adaAgain, bobAgain] = [ada, bob].map(({ cookie, url }) => {
    const person = after.stranger()
    Object.assign(person, { cookie, url: after.url + new URL(url).pathname })
    return person
  }) as [TestPerson, TestPerson]
  expect((await after.stranger().call('getInstance')).body).toMatchObject({
    needsSetUp: true,
    offersDemo: true,
  })
  expect([await everythingOf(adaAgain), await everythingOf(bobAgain)]).toEqual(world)
  const signedInAgain = await joinDemo(after)
  expect(await everythingOf(signedInAgain.ada)).toEqual(world[0])
  expect(await adaAgain.send('bob', 'and on')).toMatchObject({ number: 3 })

  expect((await after.stranger().call('endDemo')).status).toBe(204)
  expect(await rowCounts(after)).toEqual({})
  await expectGone(after, adaAgain, bobAgain, signedInAgain.ada)
  expect(after.unexpected).toEqual([])
})
