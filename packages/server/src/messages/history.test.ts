import { limits, type Message, type OperationInput } from '@chatapp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'

type Query = OperationInput<'listMessages'>['query']

let server: TestServer
let ana: TestPerson
let ben: TestPerson
const whole: Message[] = []
const total = 23

beforeAll(async () => {
  server = await startTestServer({ env: { MESSAGES_TO_LOAD: '4' } })
  ana = await server.join('ana')
  ben = await server.join('ben')
  await server.join('chloe')
  for (let i = 1; i <= total; i++)
    whole.push(await (i % 3 ? ana : ben).send(i % 3 ? ben : ana, `message ${i}`))
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const read = async (query: Query, person = ana, peer = 'ben') =>
  (await person.call('listMessages', { query: { with: peer, ...query } })).body

/** Messages by number, both ends included, as a page shows them. */
function expected(first: number, last: number) {
  const items = whole.filter(({ number }) => number >= first && number <= last)
  return { items, hasBefore: first > 1, hasAfter: last < total }
}

const allLimits = [1, 2, 3, 4, 5, 10, 22, 23, 24, 100]

describe.each(allLimits)('in pages of %i', (limit) => {
  test('the latest', async () => {
    expect(await read({ limit })).toEqual(expected(Math.max(1, total - limit + 1), total))
  })

  test('those before each number', async () => {
    for (let before = 2; before <= total + 3; before++) {
      const last = Math.min(before - 1, total)
      expect(await read({ before, limit }), `${before}`).toEqual(
        expected(Math.max(1, last - limit + 1), last),
      )
    }
  })

  test('those after each number', async () => {
    for (let after = 0; after < total; after++)
      expect(await read({ after, limit }), `${after}`).toEqual(
        expected(after + 1, Math.min(total, after + limit)),
      )
  })

  test('those around each number: it is among them, and the page is full where there is enough', async () => {
    for (let around = 1; around <= total; around++) {
      const page = await read({ around, limit })
      const [first, last] = [page.items[0]!.number, page.items.at(-1)!.number]
      expect(page).toEqual(expected(first, last))
      expect(first).toBeLessThanOrEqual(around)
      expect(last).toBeGreaterThanOrEqual(around)
      expect(page.items.length).toBeLessThanOrEqual(limit)
      if (first > 1) expect(page.items).toHaveLength(Math.min(limit, total))
      // As many below as above, give or take one.
      if (first > 1 && last < total) expect(Math.abs(around - first - (last - around))).toBeLessThanOrEqual(1)
    }
  })

  test('walking up and walking down see the whole, for both people', async () => {
    for (const [person, peer] of [
      [ana, 'ben'],
      [ben, 'ana'],
    ] as const) {
      const down: Message[] = []
      for (let before = total + 1, more = true; more; before = down[0]!.number) {
        const page = await read({ before, limit }, person, peer)
        down.unshift(...(page.items as Message[]))
        more = page.hasBefore
      }
      const up: Message[] = []
      for (let after = 0, more = true; more; after = up.at(-1)!.number) {
        const page = await read({ after, limit }, person, peer)
        up.push(...(page.items as Message[]))
        more = page.hasAfter
      }
      expect(down).toEqual(whole)
      expect(up).toEqual(whole)
    }
  })
})

test('without a limit a page holds as many as the instance says', async () => {
  expect(await read({})).toEqual(expected(total - 3, total))
  expect((await ana.call('getInstance')).body.messagesToLoad).toBe(4)
})

test('beyond the ends there is nothing, and the way back is known', async () => {
  const beyond = 9007199254740991
  expect(await read({ before: 1 })).toEqual({ items: [], hasBefore: false, hasAfter: true })
  expect(await read({ before: 0 })).toEqual({ items: [], hasBefore: false, hasAfter: true })
  for (const after of [total, total + 5, beyond])
    expect(await read({ after })).toEqual({ items: [], hasBefore: true, hasAfter: false })
  expect(await read({ before: beyond, limit: 2 })).toEqual(expected(total - 1, total))
  expect(await read({ around: beyond, limit: 2 })).toEqual(expected(total - 1, total))
  expect((await read({ around: 0, limit: 2 })).items[0]).toEqual(whole[0])
})

test('two who never wrote to each other have an empty history', async () => {
  for (const query of [{}, { before: 5 }, { after: 0 }, { after: 5 }, { around: 5 }])
    expect(await read(query, ana, 'chloe')).toEqual({ items: [], hasBefore: false, hasAfter: false })
})

test('with oneself, or with nobody, there is none', async () => {
  for (const peer of ['ana', 'ANA', 'nobody_here'])
    expectRefusal(await ana.call('listMessages', { query: { with: peer } }), 'not_found')
})

test('a place is one place', async () => {
  for (const places of [
    { before: 5, after: 5 },
    { before: 5, around: 5 },
    { after: 5, around: 5 },
    { before: 5, after: 5, around: 5 },
  ]) {
    const answer = await ana.call('listMessages', { query: { with: 'ben', ...places } })
    expectRefusal(answer, 'validation_failed', [Object.keys(places)[1]!, 'not_allowed'])
  }
  expectRefusal(await ana.call('listMessages', { query: {} }), 'validation_failed', ['with', 'required'])
  expectRefusal(await ana.call('listMessages', { query: { before: 5 } }), 'validation_failed', [
    'with',
    'required',
  ])
})

test('a page has from one to a hundred messages', async () => {
  for (const limit of [0, -1, limits.pageMax + 1])
    expectRefusal(await ana.call('listMessages', { query: { with: 'ben', limit } }), 'validation_failed', [
      'limit',
      'out_of_range',
    ])
})
