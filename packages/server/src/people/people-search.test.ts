import type { OperationInput, User } from '@chatapp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { registration } from '../testing/good-inputs.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'

let server: TestServer
let ana: TestPerson

const people = {
  ben: 'Ben Osei',
  benny_b: 'Bernard',
  ben_10: 'Zoltan',
  b_en: 'Ben & Jerry',
  bx_en: 'Benedikt',
  other_1: 'BEN',
  other_2: 'ben',
  other_3: 'Benjamin',
  other_4: '100% Ben',
  istanbul: 'İstanbul Işık',
  strasse: 'Straße',
  stefan: 'Ștefan',
  greek: 'ΟΔΥΣΣΕΥΣ ΣΟΦΟΣ',
  cjk_1: '王小明',
  cjk_2: '王芳',
  arab: 'عبد الله',
  full_width: 'Ｗｉｄｅ',
  ligature: 'ﬁlip',
  emoji: '😀 Smile',
  percent: '%wild',
  underscore: '_wild',
  backslash: '\\wild',
  quote: "O'Neil",
  composed: 'Chloe\u0301',
} as const

beforeAll(async () => {
  server = await startTestServer()
  ana = await server.join('ana')
  for (const [username, name] of Object.entries(people))
    await server.stranger().call('signUp', { body: { ...registration(username), name } })
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

async function search(q: string, limit?: number): Promise<string[]> {
  const found: string[] = []
  let cursor: string | null = null
  do {
    const query: OperationInput<'listUsers'>['query'] = {
      q,
      ...(limit && { limit }),
      ...(cursor !== null && { cursor }),
    }
    const { items, next }: { items: User[]; next: string | null } = (await ana.call('listUsers', { query }))
      .body
    // A page is full unless it is the last; one that promises more keeps the promise.
    expect(items.length > 0 || cursor === null).toBe(true)
    if (next !== null) expect(items.length).toBe(limit)
    found.push(...items.map(({ username }) => username))
    cursor = next
  } while (cursor !== null)
  return found
}

const everyBen = ['ben', 'ben_10', 'benny_b', 'other_1', 'other_2', 'b_en', 'bx_en', 'other_3']

test('first those by username, then the others by name, nobody twice', async () => {
  expect(await search('ben')).toEqual(everyBen)
})

test.each(['BEN', 'Ben', '@ben', '@BEN', ' ben ', ' @Ben', 'ｂｅｎ'])('%j finds the same', async (q) => {
  expect(await search(q)).toEqual(everyBen)
})

describe.each(['ben', 'b', 'be', 'o', 'other_', 's', '王', 'i'])('%j', (q) => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('in pages of %i is the whole', async (limit) => {
    expect(await search(q, limit)).toEqual(await search(q))
  })
})

test.each([
  ['İstanbul', ['istanbul']],
  ['İST', ['istanbul']],
  ['I\u0307stan', ['istanbul']],
  ['straß', ['strasse']],
  ['STRAßE', ['strasse']],
  ['ȘTEF', ['stefan']],
  ['șt', ['stefan']],
  ['S\u0326te', ['stefan']],
  ['οδυσ', ['greek']],
  ['ΟΔΥΣ', ['greek']],
  ['οδυσσευς', ['greek']],
  ['Οδυσσευς σο', ['greek']],
  ['王', ['cjk_1', 'cjk_2']],
  ['王小', ['cjk_1']],
  ['عبد', ['arab']],
  ['wide', ['full_width']],
  ['ｗｉ', ['full_width']],
  ['fil', ['ligature']],
  ['😀', ['emoji']],
  ['chloé', ['composed']],
  ["o'n", ['quote']],
] as const)('%j finds %j', async (q, usernames) => {
  expect(await search(q)).toEqual(usernames)
})

test.each([
  ['%', ['percent']],
  ['%wild', ['percent']],
  ['_', ['underscore']],
  ['b_', ['b_en']],
  ['b_e', ['b_en']],
  ['b%n', []],
  ['be%', []],
  ['\\', ['backslash']],
  ['\\%', []],
  ['*', []],
  ['?', []],
  ['[a-z]', []],
  ["' or '1'='1", []],
  ['100%', ['other_4']],
] as const)('%j means what it says: %j', async (q, usernames) => {
  expect(await search(q)).toEqual(usernames)
})

test('it finds beginnings, not middles', async () => {
  for (const q of ['osei', 'jerry', 'en', 'neil', '小明']) expect(await search(q)).toEqual([])
})

test('nobody finds themselves', async () => {
  expect(await search('ana')).toEqual([])
})

test('nothing to look for is the whole directory', async () => {
  const everyone = (await ana.call('listUsers')).body
  for (const q of ['', ' ', '@', ' @ '])
    expect((await ana.call('listUsers', { query: { q } })).body).toEqual(everyone)
})

test('a hundred code points may be looked for, not more', async () => {
  expect(await search('😀'.repeat(100))).toEqual([])
  expectRefusal(await ana.call('listUsers', { query: { q: '😀'.repeat(101) } }), 'validation_failed', [
    'q',
    'too_long',
  ])
})
