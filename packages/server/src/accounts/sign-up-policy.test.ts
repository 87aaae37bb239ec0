import type { SignUpPolicy } from '@chatapp/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createLog } from '../log.ts'
import { systemRuntime } from '../runtime.ts'
import { saveSignUpPolicy } from '../storage/instance.ts'
import { transaction } from '../storage/transaction.ts'
import { runChatapp } from '../testing/chatapp-process.ts'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { registration } from '../testing/good-inputs.ts'
import { startTestServer, type TestServer } from '../testing/index.ts'
import { joinAdmin } from '../testing/join-admin.ts'
import { TestClock } from '../testing/test-clock.ts'
import { createInvitation } from './invitations.ts'

let server: TestServer
let username: string
let count = 0
const clock = new TestClock()
const dayMs = 24 * 3_600_000

beforeAll(async () => {
  server = await startTestServer({ runtime: { now: clock.now }, env: { REDIS_URL: '' } })
})
beforeEach(() => {
  username = `newcomer_${++count}`
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const choose = (policy: SignUpPolicy) =>
  transaction(server.app.storage, (trx) => saveSignUpPolicy(trx, policy))
const signUp = (invitation?: string, change: object = {}) =>
  server.stranger().call('signUp', {
    body: { ...registration(username), ...change, ...(invitation !== undefined && { invitation }) },
  })
const check = (invitation: string) => server.stranger().call('checkInvitation', { body: { invitation } })
const invite = async (uses = 1, days = 7) => {
  const runtime = { ...systemRuntime(createLog('silent')), now: clock.now }
  return (await createInvitation({ storage: server.app.storage, runtime }, {}, { uses, days })).token
}
const policy = async () => (await server.stranger().call('getInstance')).body.signUp
const isThere = async (name: string) => {
  const found = await server.app.storage.scans
    .selectFrom('auth_user')
    .select('id')
    .where('username', '=', name)
    .executeTakeFirst()
  return found !== undefined
}

test('at first anybody may sign up, and an invitation is not used up by it', async () => {
  expect(await policy()).toBe('open')
  const invitation = await invite()
  expect((await signUp(invitation)).status).toBe(201)
  expect((await check(invitation)).status).toBe(200)
})

describe('by invitation', () => {
  beforeAll(() => choose('invite'))

  test('who has one comes in, once', async () => {
    expect(await policy()).toBe('invite')
    const invitation = await invite()
    expect((await check(invitation)).body).toEqual({
      expiresAt: new Date(clock.now() + 7 * dayMs).toISOString(),
    })
    expect((await signUp(invitation)).status).toBe(201)
    expectRefusal(await check(invitation), 'forbidden')
    username += '_again'
    expectRefusal(await signUp(invitation), 'forbidden')
    expect(await isThere(username)).toBe(false)
  })

  test('who has none, or not one of ours, does not, and hears nothing of who is here', async () => {
    await signUp(await invite())
    const taken = username
    for (const invitation of [undefined, 'made-up', `${await invite()}x`]) {
      expectRefusal(await signUp(invitation), 'forbidden')
      expectRefusal(await signUp(invitation, { username: taken }), 'forbidden')
    }
    expectRefusal(await signUp(''), 'validation_failed', ['/invitation', 'too_short'])
  })

  test('a sign-up that is refused for something else leaves it good', async () => {
    const invitation = await invite()
    expectRefusal(await signUp(invitation, { password: 'password1' }), 'validation_failed')
    expectRefusal(await signUp(invitation, { email: 'nothing' }), 'validation_failed')
    expect((await signUp(invitation)).status).toBe(201)
  })

  test('one for three lets three in, however many come at once', async () => {
    const invitation = await invite(3)
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        signUp(invitation, { username: `${username}_${i}`, email: `${username}_${i}@example.com` }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 403, 403, 403])
  })

  test('it ends on its day, for a server whose clock is right', async () => {
    const invitation = await invite(1, 1)
    clock.pass(dayMs - 1)
    expect((await check(invitation)).status).toBe(200)
    clock.pass(1)
    expectRefusal(await check(invitation), 'forbidden')
    expectRefusal(await signUp(invitation), 'forbidden')
  })
})

test('closed, nobody comes in with an invitation either; the first administrator does', async () => {
  await using own = await startTestServer({ env: { SIGN_UP: 'closed' } })
  expect((await own.stranger().call('getInstance')).body.signUp).toBe('closed')
  await choose('closed')
  expectRefusal(await signUp(await invite()), 'forbidden')
  expectRefusal(await own.stranger().call('signUp', { body: registration('ana') }), 'forbidden')
  expect((await joinAdmin(own)).me?.role).toBe('admin')
})

test('on the command line one chooses and invites, and a running server goes by it', async () => {
  await using own = await startTestServer()
  const env = { DATA_DIR: own.dataDir, PUBLIC_URL: 'https://chat.example' }
  expect((await runChatapp(['sign-up'], env)).stdout).toMatch(/^Sign-up is open: /)
  expect((await runChatapp(['sign-up', 'invite'], env)).stdout).toMatch(/^Sign-up is by invitation: /)
  const { code, stdout } = await runChatapp(['invite', '--uses', '2', '--days', '1'], env)
  expect(code).toBe(0)
  const [, token = ''] =
    /^Up to 2 times, within a day, this link makes an account:\nhttps:\/\/chat\.example\/sign-up#(\S+)\n$/.exec(
      stdout,
    )!
  const enter = (name: string, invitation?: string) =>
    own.stranger().call('signUp', { body: { ...registration(name), ...(invitation && { invitation }) } })
  expect((await enter('ana', token)).status).toBe(201)
  expectRefusal(await enter('ben'), 'forbidden')

  const fixed = { ...env, SIGN_UP: 'closed' }
  expect((await runChatapp(['sign-up'], fixed)).stdout).toMatch(/^Sign-up is closed: /)
  const refused = await runChatapp(['sign-up', 'open'], fixed)
  expect([refused.code, refused.stderr]).toEqual([
    1,
    expect.stringMatching(/^SIGN_UP=closed in the settings/),
  ])
  expect((await runChatapp(['invite', '--uses', '0'], env)).stderr).toMatch(/from 1 to 1000/)
  expect((await runChatapp(['sign-up', 'maybe'], env)).code).toBe(1)
})
