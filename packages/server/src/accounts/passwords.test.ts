import { limits } from '@chatapp/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { registration } from '../testing/good-inputs.ts'
import { startTestServer, type TestServer } from '../testing/index.ts'
import { createPasswords } from './passwords.ts'

let server: TestServer
let count = 0

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

async function signUp(password: string) {
  const username = `pw_${++count}`
  const answer = await server.stranger().call('signUp', { body: { ...registration(username), password } })
  return { answer, login: username }
}
const signIn = (login: string, password: string) =>
  server.stranger().call('signIn', { body: { login, password } })

test.each([
  ['the shortest', 'x7!kQ2z#'],
  ['the longest', 'p'.repeat(limits.passwordMax)],
  ['the longest, of emoji', '🔑'.repeat(limits.passwordMax)],
  ['spaces, at the ends too', '  correct horse  '],
  ['nothing but spaces', ' '.repeat(8)],
  ['Arabic', 'كلمة مرور طويلة'],
  ['a family', '👨‍👩‍👧‍👦👨‍👩‍👧‍👦'],
  ['quotes and backslashes', `'"\\\`$(); DROP TABLE --`],
  ['a tab and a line break', 'with\ta\nbreak'],
])('a password may be %s', async (_, password) => {
  const { answer, login } = await signUp(password)
  expect(answer.status).toBe(201)
  expect((await signIn(login, password)).status).toBe(200)
  const characters = [...password]
  for (const close of [characters.slice(1), characters.slice(0, -1), characters.with(-1, '?')])
    expectRefusal(await signIn(login, close.join('')), 'unauthenticated')
})

test('too short and too long are counted in code points', async () => {
  for (const short of ['', 'seven77', '🔑'.repeat(7)])
    expectRefusal((await signUp(short)).answer, 'validation_failed', ['/password', 'too_short'])
  for (const long of ['p'.repeat(129), '🔑'.repeat(129)]) {
    expectRefusal((await signUp(long)).answer, 'validation_failed', ['/password', 'too_long'])
    expectRefusal(await signIn('pw_1', long), 'validation_failed', ['/password', 'too_long'])
  }
})

test('a password typed on another keyboard is the same one', async () => {
  const composed = 'Zoë’s café №5 ﬁne'
  const { login } = await signUp(composed)
  expect((await signIn(login, composed.normalize('NFD'))).status).toBe(200)
  expect((await signIn(login, composed.normalize('NFKC'))).status).toBe(200)
  expect((await signIn(login, 'Zoe’s cafe №5 ﬁne')).status).toBe(401)
})

test('capitals count', async () => {
  const { login } = await signUp('CorrectHorse')
  expect((await signIn(login, 'correcthorse')).status).toBe(401)
})

test('what is kept is an argon2id hash of its own salt, not the password', async () => {
  const password = 'the same for both'
  await signUp(password)
  await signUp(password)
  const { rows } = await sql<{ password: string }>`
    select password from auth_account order by created_at desc, id desc limit 2`.execute(
    server.app.storage.db,
  )
  for (const { password: kept } of rows)
    expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]{22}\$[^$]{43}$/)
  expect(rows[0]!.password).not.toBe(rows[1]!.password)
})

test('a hash of another cost still opens, one that is damaged never does', async () => {
  const passwords = createPasswords()
  const cheap = '$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$'
  expect(await passwords.verify('anything', `${cheap}AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`)).toBe(
    false,
  )
  for (const damaged of [
    '',
    'plain',
    '$argon2i$v=19$m=64,t=1,p=1$AAAA$AAAA',
    cheap,
    '$2b$10$abcdefghijklmnopqrstuv',
  ])
    expect(await passwords.verify('anything', damaged)).toBe(false)
  expect(await passwords.verify('secret word', await passwords.hash('secret word'))).toBe(true)
})
