/** Asking for one's account to be deleted, and taking that back. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { turnOnSecondFactor } from '../testing/authenticator.ts'
import { databaseMistakes } from '../testing/database-mistakes.ts'
import { everythingOf } from '../testing/everything-of.ts'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { castPassword, startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { joinAdmin } from '../testing/join-admin.ts'
import { joinDemo } from '../testing/join-demo.ts'
import { signIn } from '../testing/sign-in.ts'
import { startProgram } from '../testing/start-program.ts'
import { dayMs, hourMs, minuteMs, TestClock } from '../testing/test-clock.ts'

const clock = new TestClock()
let server: TestServer
let count = 0

beforeAll(async () => {
  server = await startTestServer({ runtime: { now: clock.now } })
})
afterEach(() => clock.reset())
afterAll(async () => {
  expect(await databaseMistakes(server.app.storage)).toEqual([])
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const join = (name: string) => server.join(`${name}_${++count}`)
const leave = (person: TestPerson) => person.call('deleteAccount')
const leaving = ({ app }: TestServer) =>
  app.storage.db.selectFrom('deletions').select(['asked_at', 'due_at']).execute()
/** Whether signing in took something back. */
async function comeBack(person: TestPerson, at = server): Promise<boolean> {
  const body = { login: person.username, password: castPassword }
  const answer = await at.stranger().call('signIn', { body })
  expect(answer.status).toBe(200)
  return answer.body.wasLeaving ?? false
}

test('who asks is signed out everywhere, is there for others as before, and takes it back by signing in', async () => {
  const [ana, ben] = [await join('ana'), await join('ben')]
  await ana.send(ben, 'hello')
  const phone = await signIn(server, ana.username)
  const program = await startProgram(ana)
  await using socket = phone.openSocket()
  await using programs = program.openSocket()
  await Promise.all([socket.next('hello'), programs.next('hello')])

  const answer = await leave(ana)
  expect(answer.status).toBe(204)
  expect(answer.headers.getSetCookie()).toEqual([expect.stringMatching(/^chatapp=; Max-Age=0; Path=\/;/)])
  expect([await socket.closed, await programs.closed]).toEqual([4401, 4401])
  expectRefusal(await program.call('getMe'), 'unauthenticated')
  expectRefusal(await phone.call('getMe'), 'unauthenticated')
  const [row] = await leaving(server)
  expect(row!.due_at - row!.asked_at).toBe(14 * dayMs)

  const params = { username: ana.username }
  expect((await ben.call('getUser', { params })).status).toBe(200)
  await ben.send(ana, 'are you there?')
  expect(await comeBack(ana)).toBe(true)
  expect(await leaving(server)).toEqual([])
  expect(await comeBack(ana)).toBe(false)
  const again = await signIn(server, ana.username)
  expect((await everythingOf(again)).history[ben.username]).toHaveLength(2)
  const { db } = server.app.storage
  const rows = await db
    .selectFrom('audit')
    .select('action')
    .where('action', 'in', ['deletion-asked', 'deletion-taken-back'])
    .execute()
  expect(rows.map(({ action }) => action).sort()).toEqual(['deletion-asked', 'deletion-taken-back'])
})

test('a new password by itself takes nothing back', async () => {
  const ana = await join('ana')
  await leave(ana)
  const wrong = { login: ana.username, password: 'not the password' }
  expectRefusal(await server.stranger().call('signIn', { body: wrong }), 'unauthenticated')
  expect(await leaving(server)).toHaveLength(1)
  expect(await comeBack(ana)).toBe(true)
})

test('who has a second step comes back with both steps only', async () => {
  const ana = await join('ana')
  const { app } = await turnOnSecondFactor(ana, clock.now)
  await leave(ana)
  const body = { login: ana.username, password: castPassword }
  expectRefusal(await server.stranger().call('signIn', { body }), 'second_factor_required')
  const guess = { ...body, code: app.wrongCode() }
  expectRefusal(await server.stranger().call('signIn', { body: guess }), 'validation_failed')
  expect(await leaving(server)).toHaveLength(1)
  const answer = await server.stranger().call('signIn', { body: { ...body, code: app.code() } })
  expect(answer.body.wasLeaving).toBe(true)
  expect(await leaving(server)).toEqual([])
})

test('an old session has to prove first who it is, and nothing has changed until then', async () => {
  const ana = await join('ana')
  clock.pass(hourMs)
  expectRefusal(await leave(ana), 'reauthentication_required')
  expect(await leaving(server)).toEqual([])
  expect((await ana.call('getMe')).status).toBe(200)
  await ana.call('confirmIdentity', { body: { password: castPassword } })
  clock.pass(9 * minuteMs)
  expect((await leave(ana)).status).toBe(204)
  expect(await comeBack(ana)).toBe(true)
})

test('nobody asks it of anybody else, whatever the request carries', async () => {
  const [ana, ben] = [await join('ana'), await join('ben')]
  const tampered = { username: ben.username, key: 1, userKey: ben.username }
  for (const path of ['/api/v1/me', `/api/v1/me?username=${ben.username}`])
    expect((await ana.request('DELETE', path, tampered)).status).toBeOneOf([204, 401])
  expectRefusal(await ana.request('DELETE', `/api/v1/users/${ben.username}`), 'method_not_allowed')
  expectRefusal(await server.stranger().call('deleteAccount'), 'unauthenticated')
  expect((await ben.call('getMe')).status).toBe(200)
  expect(await leaving(server)).toHaveLength(1)
  expect(await comeBack(ana)).toBe(true)
})

test('of two requests at once one is enough, and the time is that of the first', async () => {
  const ana = await join('ana')
  const phone = await signIn(server, ana.username)
  const statuses = await Promise.all([leave(ana), leave(phone), leave(ana), leave(phone)])
  for (const { status } of statuses) expect(status).toBeOneOf([204, 401])
  expect(statuses.map(({ status }) => status)).toContain(204)
  expect(await leaving(server)).toHaveLength(1)
  expect(await comeBack(ana)).toBe(true)
})

test('the last administrator stays; of two who ask at once one does', async () => {
  await using own = await startTestServer()
  const root = await joinAdmin(own)
  expectRefusal(await leave(root), 'forbidden')
  expect((await root.call('getMe')).status).toBe(200)

  const ada = await own.join('ada_2')
  const { db } = own.app.storage
  await db.updateTable('auth_user').set({ role: 'admin' }).where('username', '=', 'ada_2').execute()
  const answers = await Promise.all([leave(root), leave(ada)])
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 403])
  expect(await leaving(own)).toHaveLength(1)
  const [gone, stayed] = answers[0]!.status === 204 ? [root, ada] : [ada, root]
  // Who is on the way out does not count.
  expectRefusal(await leave(stayed), 'forbidden')
  expect(await comeBack(gone, own)).toBe(true)
  expect((await leave(stayed)).status).toBe(204)
  expect(await databaseMistakes(own.app.storage)).toEqual([])
})

test('the people of the demo cannot be deleted', async () => {
  await using demo = await startTestServer()
  const { ada } = await joinDemo(demo)
  expectRefusal(await leave(ada), 'forbidden')
  expect((await ada.call('getMe')).status).toBe(200)
})
