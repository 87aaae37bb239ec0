import type { OperationInput, User } from '@chatapp/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { registration } from '../testing/good-inputs.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'

let server: TestServer
let ana: TestPerson

/** Username and name. In the order of the directory: by name without regard to case, then by username. */
const people = [
  ['amira_1', 'Amira'],
  ['amira_2', 'amira'],
  ['amira_0', 'Amira Nour'],
  ['ben', 'Ben Osei'],
  ['chloe', 'Chloé Martin'],
  ['dana', 'Dana Levi'],
  ['emre', 'Emre Yılmaz'],
  ['zed', 'Zed'],
  ['aeon', 'Æon'],
  ['odysseus', 'Οδυσσεύς'],
  ['olga', 'Ольга'],
  ['noor', 'نور'],
  ['sakura', 'さくら'],
  ['wang', '王小明'],
  ['smile', '😀 Smile'],
] as const

beforeAll(async () => {
  server = await startTestServer()
  ana = await server.join('ana')
  for (const [username, name] of [...people].reverse())
    await server.stranger().call('signUp', { body: { ...registration(username), name } })
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

/** All pages; something may happen between two of them. */
async function readDirectory(person: TestPerson, limit?: number, between = async () => {}): Promise<User[]> {
  const found: User[] = []
  let cursor: string | null = null
  do {
    const query: OperationInput<'listUsers'>['query'] = {
      ...(limit && { limit }),
      ...(cursor !== null && { cursor }),
    }
    const { items, next }: { items: User[]; next: string | null } = (
      await person.call('listUsers', { query })
    ).body
    if (limit !== undefined) expect(items.length).toBeLessThanOrEqual(limit)
    if (next !== null) expect(items.length).toBe(limit)
    found.push(...items)
    cursor = next
    await between()
  } while (cursor !== null)
  return found
}

const usernamesOf = (users: User[]) => users.map(({ username }) => username)

test('everyone but the caller is in it, by name', async () => {
  const found = await readDirectory(ana)
  expect(found).toEqual(people.map(([username, name]) => ({ username, name, avatarUrl: null })))
})

test('each person sees the others', async () => {
  const ben = server.stranger()
  await ben.call('signIn', { body: { login: 'ben', password: registration('ben').password } })
  const seen = usernamesOf(await readDirectory(ben))
  expect(seen).toContain('ana')
  expect(seen).not.toContain('ben')
})

test.each([1, 2, 3, 4, 5, 7, 14, 15, 16, 100])('pages of %i make up the whole', async (limit) => {
  expect(await readDirectory(ana, limit)).toEqual(await readDirectory(ana))
})

test('while people join, nobody who was there is missed or seen twice', async () => {
  const before = usernamesOf(await readDirectory(ana))
  let i = 0
  const joinSomebody = async () => {
    if (i >= 12) return
    const name = ['Aa', 'Ben Osei', 'Mm', 'Zz', 'نور', '王'][i % 6]!
    await server.stranger().call('signUp', { body: { ...registration(`late_${i++}`), name } })
  }
  const found = usernamesOf(await readDirectory(ana, 2, joinSomebody))
  expect(found.filter((username) => !username.startsWith('late_'))).toEqual(before)
  expect(new Set(found).size).toBe(found.length)
  expect(i).toBeGreaterThan(5)
})

test('a person is found by username in any case, oneself too', async () => {
  for (const username of ['chloe', 'CHLOE', 'Chloe'])
    expect((await ana.call('getUser', { params: { username } })).body).toEqual({
      username: 'chloe',
      name: 'Chloé Martin',
      avatarUrl: null,
      bio: '',
    })
  expect((await ana.call('getUser', { params: { username: 'ana' } })).status).toBe(200)
  expectRefusal(await ana.call('getUser', { params: { username: 'nobody_here' } }), 'not_found')
})

test('a cursor that is not one of ours is refused', async () => {
  const { next } = (await ana.call('listUsers', { query: { limit: 1 } })).body
  const encode = (place: unknown) => Buffer.from(JSON.stringify(place)).toString('base64url')
  for (const cursor of [
    ...['x', '!!!', 'e30', next!.slice(1), 'null', ' ', '😀', encode(null), encode('x'), encode([])],
    ...[
      encode(['a']),
      encode(['a', 'b', 'c']),
      encode(['a', 1]),
      encode([null, null]),
      encode({ 0: 'a', 1: 'b' }),
    ],
  ])
    expectRefusal(await ana.call('listUsers', { query: { cursor } }), 'validation_failed', [
      'cursor',
      'bad_format',
    ])
  // Nor is one of another list.
  for (const [query, cursor] of [
    [{ q: 'a' }, next!],
    [{ q: 'a' }, encode([1, 2])],
    [{}, encode(['username', '', 'a'])],
  ] as const)
    expectRefusal(await ana.call('listUsers', { query: { ...query, cursor } }), 'validation_failed')
})
