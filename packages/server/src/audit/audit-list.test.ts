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
  const ana = await server.join('ana')
  await server.join('ben')
  await root.call('ban', { params: { username: 'ben' }, body: { reason: 'why not' } })
  await root.call('endSessionsOf', { params: { username: 'ana' } })
  await root.call('setRole', { params: { username: 'ben' }, body: { role: 'admin' } })
  expect((await ana.call('getMe')).status).toBe(401)
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

type Query = OperationInput<'listAudit'>['query']

const pageOf = async (query: Query): Promise<OperationOutput<'listAudit'>> =>
  (await root.call('listAudit', { query })).body

async function all(query: Query, limit: number): Promise<string[]> {
  const found: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const body = await pageOf({ ...query, limit, ...(cursor && { cursor }) })
    found.push(...body.items.map(({ action, actor, subject }) => `${action}: ${actor}, ${subject}`))
    cursor = body.next
  }
  return found
}

const everything = [
  'role-changed: root_ada, ben',
  'sessions-ended: root_ada, ana',
  'banned: root_ada, ben',
  'signed-up: ben, ben',
  'signed-up: ana, ana',
  'set-up: root_ada, root_ada',
]

test.each([1, 2, 4, 100])('the trail is read newest first, %d a page', async (limit) => {
  expect(await all({}, limit)).toEqual(everything)
  const about = (name: string) => everything.filter((entry) => entry.includes(name))
  for (const user of ['ben', 'ana', 'root_ada']) expect(await all({ user }, limit)).toEqual(about(user))
  expect(await all({ action: 'signed-up' }, limit)).toEqual(about('signed-up'))
  expect(await all({ user: 'BEN', action: 'banned' }, limit)).toEqual(['banned: root_ada, ben'])
  expect(await all({ action: 'messages-read' }, limit)).toEqual([])
})

test('an entry says when, from where and what beside', async () => {
  const { items } = (await root.call('listAudit', { query: { action: 'banned' } })).body
  expect(items).toEqual([
    {
      id: expect.any(String),
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      action: 'banned',
      actor: 'root_ada',
      subject: 'ben',
      address: '127.0.0.1',
      detail: { reason: 'why not' },
    },
  ])
})

test('about nobody there is nothing', async () => {
  expectRefusal(await root.call('listAudit', { query: { user: 'nobody_here' } }), 'not_found')
})
