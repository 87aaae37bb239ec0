import type { MessageRecord, OperationInput, OperationOutput } from '@chatapp/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { joinAdmin } from '../testing/join-admin.ts'
import { minuteMs, TestClock } from '../testing/test-clock.ts'

let server: TestServer
let root: TestPerson
const clock = new TestClock()
const start = clock.now()
/** When so many minutes had passed. */
const at = (minutes: number) => new Date(start + minutes * minuteMs).toISOString()

type Query = OperationInput<'listMessageRecords'>['query']

beforeAll(async () => {
  server = await startTestServer({ runtime: { now: clock.now } })
  root = await joinAdmin(server)
  const [ana, ben, chloe] = [await server.join('ana'), await server.join('ben'), await server.join('chloe')]
  await server.join('dana')
  // One a minute: three with Ben, one with Chloe, two with Ben, one with Chloe, one between the others.
  for (const [from, to] of [
    [ana, ben],
    [ben, ana],
    [ana, ben],
    [ana, chloe],
    [ana, ben],
    [ben, ana],
    [chloe, ana],
    [ben, chloe],
  ] as const) {
    clock.pass(minuteMs)
    await from.send(to, `The lighthouse 😀, from ${from.username}`)
  }
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const pageOf = async (query: Query, by = root): Promise<OperationOutput<'listMessageRecords'>> =>
  (await by.call('listMessageRecords', { query })).body

async function all(query: Query, limit = 100): Promise<MessageRecord[]> {
  const found: MessageRecord[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await pageOf({ ...query, limit, ...(cursor && { cursor }) })
    expect(page.items.length).toBeLessThanOrEqual(limit)
    found.push(...page.items)
    cursor = page.next
  }
  return found
}
const inShort = (records: MessageRecord[]) => records.map(({ from, to, number }) => `${from} ${to} ${number}`)

const withBen = ['ben ana 5', 'ana ben 4', 'ana ben 3', 'ben ana 2', 'ana ben 1']
const withChloe = ['chloe ana 2', 'ana chloe 1']

test('a record says who, whom, when and how long, and nothing of what was written', async () => {
  const { items } = await pageOf({ user: 'ana', with: 'ben', limit: 1 })
  expect(items).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      from: 'ben',
      to: 'ana',
      number: 5,
      createdAt: at(6),
      editedAt: null,
      deletedAt: null,
      length: 'The lighthouse X, from ben'.length,
    },
  ])
})

test.each([1, 2, 3, 4, 5, 100])(
  'newest first, one conversation after the other, %d a page',
  async (limit) => {
    expect(inShort(await all({ user: 'ana' }, limit))).toEqual([...withChloe, ...withBen])
    expect(inShort(await all({ user: 'ANA', with: 'Ben' }, limit))).toEqual(withBen)
    expect(inShort(await all({ user: 'ben', with: 'ana' }, limit))).toEqual(withBen)
    expect(await all({ user: 'ana', with: 'dana' }, limit)).toEqual([])
    expect(await all({ user: 'dana' }, limit)).toEqual([])
    expect(await all({ user: 'ana', with: 'ana' }, limit)).toEqual([])
  },
)

test.each([1, 2, 100])('between two dates, the first included, %d a page', async (limit) => {
  const found = async (query: Query) => inShort(await all(query, limit))
  expect(await found({ user: 'ana', after: at(3) })).toEqual([...withChloe, ...withBen.slice(0, 3)])
  expect(await found({ user: 'ana', before: at(3) })).toEqual(withBen.slice(3))
  expect(await found({ user: 'ana', after: at(3), before: at(5) })).toEqual(['ana chloe 1', 'ana ben 3'])
  expect(await found({ user: 'ana', with: 'ben', after: at(2), before: at(6) })).toEqual(withBen.slice(1, 4))
  expect(await found({ user: 'ana', after: at(8) })).toEqual([])
  expect(await found({ user: 'ana', before: at(1) })).toEqual([])
  expect(await found({ user: 'ana', after: at(5), before: at(5) })).toEqual([])
})

test('many conversations outside of the dates are passed over in pages that may be empty', async () => {
  const ivo = await server.join('ivo')
  await ivo.send('ana', 'an early one')
  clock.pass(minuteMs)
  const later = new Date(clock.now()).toISOString()
  for (let i = 0; i < 25; i++) await ivo.send(await server.join(`late_${i}`), 'late')
  const first = await pageOf({ user: 'ivo', before: later })
  expect(first.items).toEqual([])
  expect(first.next).not.toBe(null)
  expect(inShort(await all({ user: 'ivo', before: later }))).toEqual(['ivo ana 1'])
  expect(await all({ user: 'ivo' }, 7)).toHaveLength(26)
})

test('what makes no sense is refused', async () => {
  const ask = (query: Query) => root.call('listMessageRecords', { query })
  expectRefusal(await ask({ user: 'nobody_here' }), 'not_found')
  expectRefusal(await ask({ user: 'ana', with: 'nobody_here' }), 'not_found')
  for (const after of ['2026-13-01T00:00:00Z', '2026-01-01'])
    expectRefusal(await ask({ user: 'ana', after }), 'validation_failed', ['after', 'bad_format'])
  expectRefusal(await ask({ user: 'ana', cursor: 'x' }), 'validation_failed', ['cursor', 'bad_format'])
})

test('texts are not to be had unless the server’s owner says so, and everyone is told', async () => {
  expectRefusal(
    await root.call('listMessageRecords', { query: { user: 'ana', bodies: 'true' } }),
    'forbidden',
  )
  expect((await server.stranger().call('getInstance')).body.adminMayRead).toBe(false)
  expect((await root.call('listAudit', { query: { action: 'messages-read' } })).body.items).toEqual([])
})

test('where they may be read, each reading is recorded, and only when asked for texts', async () => {
  await using open = await startTestServer({ env: { ADMIN_MAY_READ: 'on' } })
  const [reader, ana, ben] = [await joinAdmin(open), await open.join('ana'), await open.join('ben')]
  await ana.send(ben, 'Meet me at the lighthouse')
  expect((await open.stranger().call('getInstance')).body.adminMayRead).toBe(true)
  expect(JSON.stringify(await pageOf({ user: 'ana' }, reader))).not.toContain('lighthouse')

  const { items } = await pageOf({ user: 'ana', with: 'BEN', bodies: 'true' }, reader)
  expect(items).toMatchObject([{ from: 'ana', to: 'ben', body: 'Meet me at the lighthouse' }])
  await pageOf({ user: 'ben', bodies: 'true' }, reader)
  const trail = (await reader.call('listAudit', { query: { action: 'messages-read' } })).body.items
  expect(trail.map(({ actor, subject, detail }) => ({ actor, subject, detail }))).toEqual([
    { actor: 'root_ada', subject: 'ben', detail: { count: 1 } },
    { actor: 'root_ada', subject: 'ana', detail: { count: 1, with: 'ben' } },
  ])
  expect(JSON.stringify(trail)).not.toContain('lighthouse')
})
