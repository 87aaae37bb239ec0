/** Two processes on one database, without a proxy before them: whoever people talk to, it is one instance. */
import { describe, expect, test } from 'vitest'
import { turnOnSecondFactor } from './testing/authenticator.ts'
import { databaseMistakes } from './testing/database-mistakes.ts'
import { everythingOf } from './testing/everything-of.ts'
import { expectRefusal } from './testing/expect-refusal.ts'
import { goodInputs } from './testing/good-inputs.ts'
import { castPassword, startTestServer, type TestPerson, type TestServer } from './testing/index.ts'
import { signIn } from './testing/sign-in.ts'
import { isEmbedded } from './testing/stack.ts'
import { startProgram } from './testing/start-program.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

async function startTwo() {
  const folder = temporaryFolder()
  const servers = [
    await startTestServer({ dataDir: folder.path }),
    await startTestServer({ dataDir: folder.path }),
  ]
  return {
    here: servers[0]!,
    there: servers[1]!,
    async [Symbol.asyncDispose]() {
      expect(await databaseMistakes(servers[0]!.app.storage)).toEqual([])
      for (const server of servers) {
        expect(server.unexpected).toEqual([])
        await server[Symbol.asyncDispose]()
      }
      folder[Symbol.dispose]()
    },
  }
}

/** The same person, with the same session, at another process. */
const at = ({ url }: TestServer, person: TestPerson): TestPerson =>
  Object.assign(Object.create(Object.getPrototypeOf(person)), person, { url })

describe.skipIf(isEmbedded)('two processes', () => {
  test('a session holds at both, and ends at both', async () => {
    await using two = await startTwo()
    const { here, there } = two
    const ana = await here.join('ana')
    const anaThere = at(there, ana)
    await using socket = anaThere.openSocket()
    await socket.next('hello')
    expect((await anaThere.call('getMe')).body.username).toBe('ana')

    const startedAt = performance.now()
    await ana.call('signOut')
    expect(await socket.closed).toBe(4401)
    console.log(`signed out at the other process after ${Math.round(performance.now() - startedAt)} ms`)
    expectRefusal(await anaThere.call('getMe'), 'unauthenticated')
  })

  test('a program’s token holds at both, and is revoked at both', async () => {
    await using two = await startTwo()
    const { here, there } = two
    const ana = await here.join('ana')
    const program = await startProgram(ana)
    const programThere = at(there, program)
    await using socket = programThere.openSocket()
    await socket.next('hello')
    expect((await programThere.call('getMe')).body.username).toBe('ana')

    const [token] = (await ana.call('listTokens')).body.items
    const startedAt = performance.now()
    await ana.call('revokeToken', { params: { id: token!.id } })
    expect(await socket.closed).toBe(4401)
    expect(performance.now() - startedAt).toBeLessThan(2000)
    expectRefusal(await programThere.call('getMe'), 'unauthenticated')
  })

  test('a code of the second step is taken at one of them', async () => {
    await using two = await startTwo()
    const ana = await two.here.join('ana')
    const { app, recoveryCodes } = await turnOnSecondFactor(ana)
    for (const code of [app.code(), recoveryCodes[0]!]) {
      const body = { login: 'ana', password: castPassword, code }
      const answers = await Promise.all(
        [0, 1, 2, 3].map((n) => (n % 2 ? two.here : two.there).stranger().call('signIn', { body })),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422, 422])
    }
  })

  test('what is said at one rings at the other, both ways, and both read the same', async () => {
    await using two = await startTwo()
    const { here, there } = two
    const [ana, ben] = [await here.join('ana'), at(there, await here.join('ben'))]
    await using anas = ana.openSocket()
    await using bens = ben.openSocket()
    await Promise.all([anas.next('hello'), bens.next('hello')])
    for (let i = 0; i < 20; i++) {
      const { id } = await ana.send(ben, `from here ${i}`)
      while ((await bens.next('message.created')).id !== id);
      const answer = await ben.send(ana, `from there ${i}`)
      while ((await anas.next('message.created')).id !== answer.id);
    }
    await ben.call('markRead', { params: { username: 'ana' }, body: { number: 39 } })
    expect(await anas.next('marks')).toMatchObject({ peerRead: 39 })
    expect(await everythingOf(at(there, ana))).toEqual(await everythingOf(ana))
  })

  test('a new name and picture at one are seen at the other, by peers and by one’s own devices', async () => {
    await using two = await startTwo()
    const { here, there } = two
    const [ana, ben] = [await here.join('ana'), at(there, await here.join('ben'))]
    await ana.send(ben, 'hello')
    await using bens = ben.openSocket()
    await using anas = at(there, ana).openSocket()
    await Promise.all([bens.next('hello'), anas.next('hello')])
    const { setAvatar } = goodInputs({ peer: 'ben', messageId: '', newcomer: '' })
    const { avatarUrl } = (await ana.call('setAvatar', setAvatar)).body
    await anas.next('me.changed')
    expect((await at(there, ana).call('getMe')).body.avatarUrl).toBe(avatarUrl)
    await bens.next('conversation.changed')
    const { body } = await ben.call('getConversation', { params: { username: 'ana' } })
    expect(body.peer.avatarUrl).toBe(avatarUrl)
    expect((await ben.request('GET', avatarUrl!)).status).toBe(200)
  })

  test('sends of everybody to everybody at both at once are numbered without holes', async () => {
    await using two = await startTwo()
    const people = await Promise.all(['ana', 'ben', 'chloe', 'dana'].map((name) => two.here.join(name)))
    const sends = people.flatMap((from, i) =>
      people
        .filter((to) => to !== from)
        .flatMap((to) =>
          Array.from({ length: 15 }, (_, round) =>
            at((i + round) % 2 ? two.here : two.there, from).send(to, `${from.username} ${round}`),
          ),
        ),
    )
    await Promise.all(sends)
    for (const person of people)
      expect(await everythingOf(at(two.there, person))).toEqual(await everythingOf(at(two.here, person)))
  })

  test('one message sent to both at once is one message', async () => {
    await using two = await startTwo()
    const [ana, ben, chloe] = [
      await two.here.join('ana'),
      await two.here.join('ben'),
      await two.here.join('chloe'),
    ]
    for (let i = 0; i < 20; i++) {
      const body = { id: crypto.randomUUID(), to: 'ben', body: `once ${i}` }
      const answers = await Promise.all(
        [0, 1, 2, 3].map((n) => at(n % 2 ? two.here : two.there, ana).call('sendMessage', { body })),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201])
      expect(new Set(answers.map((answer) => answer.body.number))).toEqual(new Set([i + 1]))

      // The same ID from somebody else is another message, whoever comes first.
      const id = crypto.randomUUID()
      const [mine, theirs] = await Promise.all([
        ana.call('sendMessage', { body: { id, to: 'chloe', body: 'mine' } }),
        at(two.there, ben).call('sendMessage', { body: { id, to: 'chloe', body: 'theirs' } }),
      ])
      expect([mine.status, theirs.status].sort()).toEqual([201, 409])
    }
    expect((await everythingOf(at(two.there, chloe))).conversations.length).toBeGreaterThan(0)
  })

  test('what there can be only one of is given out once', async () => {
    await using two = await startTwo()
    const { here, there } = two
    const registration = (username: string, i: number) => ({
      ...{ name: username, username, email: `${username}_${i}@example.com`, password: castPassword },
    })
    const tokens = [await here.app.createSetUpToken(), await there.app.createSetUpToken()]
    const setUps = await Promise.all(
      [here, there, here, there].map((server, i) =>
        server
          .stranger()
          .call('setUp', { body: { token: tokens[i % 2]!, ...registration(`admin_${i}`, i) } }),
      ),
    )
    expect(setUps.map(({ status }) => status).sort()).toEqual([201, 403, 403, 403])
    expect([await here.app.needsSetUp(), await there.app.needsSetUp()]).toEqual([false, false])

    const signUps = await Promise.all(
      [here, there, here, there].map((server, i) =>
        server.stranger().call('signUp', { body: registration('wanted', i) }),
      ),
    )
    expect(signUps.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422])
    expect((await signIn(there, 'wanted')).username).toBe('wanted')
  })

  test('a demo that begins at one is there at the other, and ends with an account made there', async () => {
    await using two = await startTwo()
    const { here, there } = two
    const starts = await Promise.all([here, there].map((server) => server.stranger().call('startDemo')))
    expect(starts.map(({ status }) => status).sort()).toEqual([200, 201])
    const cookies = starts[0]!.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]!)
    const askAda = async (server: TestServer) => {
      const response = await fetch(`${server.url}/demo/ada/api/v1/me`, { headers: { cookie: cookies[0]! } })
      return response.status
    }
    for (const server of [here, there]) while ((await askAda(server)) !== 200);

    await there.join('ana')
    for (const server of [here, there]) expect([401, 404]).toContain(await askAda(server))
    expect((await here.stranger().call('startDemo')).status).toBe(403)
  })
})
