import type { OperationInput, OperationOutput } from '@chatapp/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { joinAdmin } from '../testing/join-admin.ts'

let server: TestServer
let root: TestPerson

beforeAll(async () => {
  server = await startTestServer()
  root = await joinAdmin(server)
  for (const [username, name, email] of [
    ['zoe', 'Änne Müller', 'mu@example.com'],
    ['mu_1', 'Otto', 'otto@example.com'],
    ['mu_2', 'Muriel', 'x@example.com'],
    ['carl', 'Mulan', 'mulan@example.com'],
    ['dora', 'Dora', 'MUSIC@example.com'],
  ] as const) {
    const body = { name, username, email }
    expect((await root.call('createAccount', { body })).status).toBe(201)
  }
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

type Query = OperationInput<'listAccounts'>['query']

const pageOf = async (query: Query): Promise<OperationOutput<'listAccounts'>> =>
  (await root.call('listAccounts', { query })).body

/** Usernames, over all pages of a size. */
async function all(query: Query, limit: number): Promise<string[]> {
  const found: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const body = await pageOf({ ...query, limit, ...(cursor && { cursor }) })
    found.push(...body.items.map(({ username }) => username))
    expect(body.items.length).toBeLessThanOrEqual(limit)
    cursor = body.next
  }
  return found
}

test.each([1, 2, 3, 100])(
  'everyone is there by name, the administrator included, %d a page',
  async (limit) => {
    expect(await all({}, limit)).toEqual(['root_ada', 'dora', 'carl', 'mu_2', 'mu_1', 'zoe'])
  },
)

test.each([1, 2, 3, 4, 100])(
  'people are found by username, then name, then e-mail, each once, %d a page',
  async (limit) => {
    expect(await all({ q: 'MU' }, limit)).toEqual(['mu_1', 'mu_2', 'carl', 'zoe', 'dora'])
    expect(await all({ q: '@mu_' }, limit)).toEqual(['mu_1', 'mu_2'])
    expect(await all({ q: 'otto@' }, limit)).toEqual(['mu_1'])
    expect(await all({ q: 'änne' }, limit)).toEqual(['zoe'])
    expect(await all({ q: 'nobody' }, limit)).toEqual([])
  },
)

test('each with what matters about them', async () => {
  const { items } = (await root.call('listAccounts')).body
  expect(items[0]).toMatchObject({ username: 'root_ada', role: 'admin', banned: false })
  expect(items[0]!.lastActiveAt).not.toBe(null)
  expect(items[1]).toMatchObject({ email: 'music@example.com', lastActiveAt: null })
})

test('a cursor of another list is refused', async () => {
  const other = (await root.call('listUsers', { query: { limit: 1 } })).body.next!
  for (const cursor of [other, 'x', Buffer.from('["key","",""]').toString('base64url')])
    expectRefusal(await root.call('listAccounts', { query: { cursor } }), 'validation_failed', [
      'cursor',
      'bad_format',
    ])
})
