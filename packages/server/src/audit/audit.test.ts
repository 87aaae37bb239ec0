import { afterAll, beforeAll, expect, test } from 'vitest'
import { turnOnSecondFactor } from '../testing/authenticator.ts'
import { runChatapp } from '../testing/chatapp-process.ts'
import { castPassword, startTestServer, type TestServer } from '../testing/index.ts'
import { joinAdmin } from '../testing/join-admin.ts'
import { signIn } from '../testing/sign-in.ts'
import { dayMs, minuteMs, TestClock } from '../testing/test-clock.ts'
import { sweepAudit } from './audit.ts'

let server: TestServer
const clock = new TestClock()

beforeAll(async () => {
  server = await startTestServer({ runtime: { now: clock.now } })
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

/** What stands in the trail about somebody, oldest first: who did what, with what beside. */
async function trailOf(username: string) {
  const { db } = server.app.storage
  const rows = await db
    .selectFrom('audit')
    .innerJoin('auth_user as subject', 'subject.key', 'audit.subject_key')
    .leftJoin('auth_user as actor', 'actor.key', 'audit.actor_key')
    .select(['actor.username as by', 'audit.action', 'audit.address', 'audit.detail', 'audit.at'])
    .where('subject.username', '=', username)
    .orderBy('audit.at')
    .orderBy('audit.id')
    .execute()
  return rows
}
const actionsOf = async (username: string) =>
  (await trailOf(username)).map(({ by, action }) => `${action} by ${by}`)

test('what people do to their own account stands in the trail, with where from, and nothing secret', async () => {
  const ana = await server.join('ana')
  clock.pass(1)
  const phone = await signIn(server, 'ana')
  clock.pass(1)
  await signIn(server, 'ana')
  clock.pass(1)
  await ana.call('endOtherSessions')
  clock.pass(1)
  await ana.call('endOtherSessions')
  const body = { currentPassword: castPassword, password: 'a lighthouse in the fog' }
  await ana.call('changePassword', { body })
  clock.pass(1)
  await ana.call('signOut')
  expect(await actionsOf('ana')).toEqual([
    'signed-up by ana',
    'signed-in by ana',
    'signed-in by ana',
    'sessions-ended by ana',
    'password-changed by ana',
    'signed-out by ana',
  ])
  const trail = await trailOf('ana')
  expect(new Set(trail.map(({ address }) => address))).toEqual(new Set(['127.0.0.1']))
  expect(trail.map(({ detail }) => detail)).toEqual([null, null, null, '{"count":2}', null, null])
  for (const secret of [castPassword, body.password, phone.cookie!, 'Kovač', '@example.com'])
    expect(JSON.stringify(trail)).not.toContain(secret)
})

test('a failed sign-in is there once a minute for each account, and only for accounts that there are', async () => {
  await server.join('ben')
  clock.pass(minuteMs)
  const fail = (login: string) =>
    server.stranger().call('signIn', { body: { login, password: 'not the password' } })
  await Promise.all(['ben', 'BEN@example.com', 'ben', 'nobody_here', 'nobody@example.com'].map(fail))
  await expect.poll(() => actionsOf('ben')).toEqual(['signed-up by ben', 'sign-in-failed by null'])
  clock.pass(minuteMs)
  await fail('ben')
  await expect
    .poll(() => actionsOf('ben'))
    .toEqual(['signed-up by ben', 'sign-in-failed by null', 'sign-in-failed by null'])
  const { db } = server.app.storage
  expect(await db.selectFrom('audit').selectAll().where('subject_key', 'is', null).execute()).toEqual([])
})

test('what is refused is not there', async () => {
  const chloe = await server.join('chloe')
  await chloe.call('endSession', { params: { id: crypto.randomUUID() } })
  await chloe.call('changePassword', { body: { currentPassword: 'wrong', password: castPassword } })
  await server.stranger().call('resetPassword', { body: { token: 'none', password: castPassword } })
  await expect(server.join('chloe')).rejects.toThrow('taken')
  expect(await actionsOf('chloe')).toEqual(['signed-up by chloe'])
})

test('an administrator is there as one set up in the browser, or made at the command line by nobody known', async () => {
  await joinAdmin(server)
  expect(await actionsOf('root_ada')).toEqual(['set-up by root_ada'])
  const dana = ['--name', 'Dana', '--username', 'dana', '--email', 'dana@example.com']
  const env = { DATA_DIR: server.dataDir }
  expect((await runChatapp(['create-admin', ...dana], env, castPassword)).code).toBe(0)
  expect(await actionsOf('dana')).toEqual(['account-created by null'])
})

test('a link of the command line is there, and the password that was set with it', async () => {
  const emre = await server.join('emre')
  const { stdout } = await runChatapp(['reset-link', 'emre'], { DATA_DIR: server.dataDir })
  const token = /\/reset#(\S+)/.exec(stdout)![1]!
  clock.reset()
  clock.pass(1000)
  expect((await emre.call('resetPassword', { body: { token, password: castPassword } })).status).toBe(204)
  const actions = ['signed-up by emre', 'reset-link-made by null', 'password-reset by null']
  expect((await actionsOf('emre')).sort()).toEqual(actions.sort())
  expect(JSON.stringify(await trailOf('emre'))).not.toContain(token)
})

test('a second step is there as it is turned on, renewed and turned off, by oneself or at the command line', async () => {
  clock.reset()
  const gus = await server.join('gus')
  const steps = [
    () => turnOnSecondFactor(gus, clock.now),
    () => gus.call('replaceRecoveryCodes'),
    () => gus.call('turnOffSecondFactor'),
    () => gus.call('turnOffSecondFactor'),
    () => turnOnSecondFactor(gus, clock.now),
  ]
  for (const step of steps) {
    clock.pass(1)
    await step()
  }
  expect((await runChatapp(['second-factor-off', 'gus'], { DATA_DIR: server.dataDir })).code).toBe(0)
  expect((await actionsOf('gus')).sort()).toEqual(
    [
      'signed-up by gus',
      'second-factor-on by gus',
      'recovery-codes-replaced by gus',
      'second-factor-off by gus',
      'second-factor-on by gus',
      'second-factor-off by null',
    ].sort(),
  )
})

test('after 400 days it is gone', async () => {
  await server.join('fay')
  const runtime = { now: clock.now } as Parameters<typeof sweepAudit>[1]
  clock.pass(399 * dayMs)
  await sweepAudit(server.app.storage, runtime)
  expect(await actionsOf('fay')).toEqual(['signed-up by fay'])
  clock.pass(2 * dayMs)
  await sweepAudit(server.app.storage, runtime)
  expect(await actionsOf('fay')).toEqual([])
})
