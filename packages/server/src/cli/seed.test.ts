import { expect, test } from 'vitest'
import { runChatapp } from '../testing/chatapp-process.ts'
import { databaseMistakes } from '../testing/database-mistakes.ts'
import { castPassword, startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { readConversations, readFeed, readHistory } from '../testing/read-all.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'

const password = 'rain in the morning'

const seed = (dataDir: string, ...parameters: string[]) =>
  runChatapp(['seed', ...parameters], { DATA_DIR: dataDir })

async function signIn(server: TestServer, login: string, secret = password): Promise<TestPerson> {
  const person = server.stranger()
  const { status, body } = await person.call('signIn', { body: { login, password: secret } })
  expect(status).toBe(200)
  person.me = body.user
  return person
}

test('the cast has been talking', async () => {
  using folder = temporaryFolder()
  expect(await seed(folder.path, '--password', password)).toEqual({
    code: 0,
    stdout:
      'The cast is in: ana, ben, chloe, dana, emre. They have 9 conversations.\n' +
      `The password of everyone new: ${password}\n`,
    stderr: '',
  })
  await using server = await startTestServer({ dataDir: folder.path })
  const ana = await signIn(server, 'ana')

  const conversations = await readConversations(ana)
  expect(conversations.map(({ peer, unread }) => [peer.username, unread])).toEqual([
    ['chloe', 4],
    ['ben', 0],
    ['emre', 4],
    ['dana', 0],
  ])
  const histories = await Promise.all(conversations.map(({ peer }) => readHistory(ana, peer.username)))
  expect(histories[1]!.length).toBeGreaterThan(60)
  const bodies = histories.flat().map((message) => ('body' in message ? message.body : ''))
  const kinds = {
    'right to left': /[\u0590-\u05ff]{4}/,
    emoji: /\p{Extended_Pictographic}/u,
    link: /https:\/\/\S+\?\S+/,
    'long, in paragraphs': /^.{300,}\n\n.{300,}/s,
  }
  for (const [kind, pattern] of Object.entries(kinds))
    expect(
      bodies.some((body) => pattern.test(body)),
      kind,
    ).toBe(true)
  expect(await databaseMistakes(server.app.storage)).toEqual([])
})

test('a second run leaves the cast as it is and adds to the rest', async () => {
  using folder = temporaryFolder()
  await seed(folder.path, '--password', password, '--people', '20', '--messages', '100')
  const again = await seed(folder.path, '--people', '30', '--messages', '200')

  expect(again).toMatchObject({ code: 0, stderr: '' })
  const lines = again.stdout.trim().split('\n')
  expect(lines[0]).toBe('The cast is not added: ana, ben, chloe, dana, emre can be found here already.')
  expect(lines[1]).toMatch(/^30 people added in [\d.]+ s\.$/)
  expect(lines[2]).toMatch(/^200 messages added in [\d.]+ s\.$/)
  const [, madeUp] = /^The password of everyone new: (\S{12})$/.exec(lines[3]!)!

  await using server = await startTestServer({ dataDir: folder.path })
  const { db } = server.app.storage
  const users = await db.selectFrom('auth_user').select(['username', 'id']).orderBy('id').execute()
  expect(users).toHaveLength(5 + 20 + 30)
  expect(await databaseMistakes(server.app.storage)).toEqual([])
  await signIn(server, 'ana')
  await signIn(server, users.at(-1)!.username, madeUp)
})

test('real people find nothing made up in their chats', async () => {
  using folder = temporaryFolder()
  {
    await using server = await startTestServer({ dataDir: folder.path })
    const [ana] = [await server.join('ana'), await server.join('ben')]
    await ana.send('ben', 'Hello Ben')
  }
  const alone = await seed(folder.path, '--messages', '50')
  expect(alone.stdout).toBe(
    'The cast is not added: ana, ben can be found here already.\nNo messages added: nobody here was made up. --people makes some.\n',
  )
  expect((await seed(folder.path, '--people', '5', '--messages', '50')).code).toBe(0)
  await using server = await startTestServer({ dataDir: folder.path })
  const ana = await signIn(server, 'ana', castPassword)
  const { items } = (await ana.call('listConversations', { query: {} })).body
  expect(items.map(({ peer, lastNumber }) => [peer.username, lastNumber])).toEqual([['ben', 1]])
})

test('the same number gives the same people and messages', async () => {
  const outcomes = await Promise.all(
    ['7', '7', '8'].map(async (number) => {
      using folder = temporaryFolder()
      await seed(folder.path, '--people', '40', '--messages', '300', '--seed', number)
      await using server = await startTestServer({ dataDir: folder.path })
      const { db } = server.app.storage
      const people = await db.selectFrom('auth_user').select(['key', 'username', 'name']).execute()
      const messages = await db
        .selectFrom('messages')
        .select(['low_key', 'high_key', 'number', 'sender_is_low', 'body'])
        .execute()
      return JSON.stringify({ people, messages })
    }),
  )
  expect(outcomes[1]).toBe(outcomes[0])
  expect(outcomes[2]).not.toBe(outcomes[0])
})

test('thousands of messages are as consistent as if each had been sent', async () => {
  using folder = temporaryFolder()
  await seed(folder.path, '--password', password, '--people', '200', '--messages', '5000')
  await using server = await startTestServer({ dataDir: folder.path })
  const { storage } = server.app
  expect(await databaseMistakes(storage)).toEqual([])
  const count = await storage.db
    .selectFrom('messages')
    .select((of) => of.fn.countAll().as('all'))
    .execute()
  expect(Number(count[0]!.all)).toBeGreaterThan(5000)

  const everyone = await storage.db.selectFrom('auth_user').select('username').execute()
  for (const { username } of everyone.filter((_, i) => i % 25 === 0)) {
    const person = await signIn(server, username)
    const conversations = await readConversations(person)
    const feed = await readFeed(person)
    expect(feed.map((item) => item.type === 'conversation' && item.conversation)).toEqual(
      conversations.toSorted((one, other) => one.seq - other.seq),
    )
    for (const { peer, unread, readNumber, lastNumber, lastMessage } of conversations) {
      const history = await readHistory(person, peer.username, 50)
      expect(history.map(({ number }) => number)).toEqual(history.map((_, i) => i + 1))
      expect(history.at(-1)).toEqual(lastMessage)
      expect(history).toHaveLength(lastNumber)
      const unseen = history.filter((message) => 'from' in message && message.from === peer.username)
      expect(unread).toBe(Math.min(100, unseen.filter(({ number }) => number > readNumber).length))
    }
  }
  expect(server.unexpected).toEqual([])
})

test('somebody new can go on where a seeded conversation ends', async () => {
  using folder = temporaryFolder()
  await seed(folder.path, '--password', password)
  await using server = await startTestServer({ dataDir: folder.path })
  const [ana, emre] = [await signIn(server, 'ana'), await signIn(server, 'emre')]
  const before = await readHistory(emre, 'ana')
  const cursor = (await emre.call('getFeed', { query: { after: 0 } })).body.head

  const sent = await ana.send(emre, 'Thank you!')

  expect(sent.number).toBe(before.length + 1)
  expect(await readHistory(emre, 'ana')).toEqual([...before, sent])
  expect(await readFeed(emre, cursor)).toMatchObject([{ seq: cursor + 1, conversation: { unread: 1 } }])
  expect(await databaseMistakes(server.app.storage)).toEqual([])
})

test('a password that nobody could sign in with is refused', async () => {
  using folder = temporaryFolder()
  expect(await seed(folder.path, '--password', 'short')).toEqual({
    code: 1,
    stdout: '',
    stderr: 'The password is too short.\n',
  })
})
