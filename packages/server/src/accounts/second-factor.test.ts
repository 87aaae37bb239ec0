import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Authenticator, turnOnSecondFactor } from '../testing/authenticator.ts'
import { runChatapp } from '../testing/chatapp-process.ts'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { castPassword, startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { joinDemo } from '../testing/join-demo.ts'
import { signIn } from '../testing/sign-in.ts'
import { dayMs, minuteMs, TestClock } from '../testing/test-clock.ts'
import { createResetToken } from './reset-rules.ts'

let server: TestServer
const clock = new TestClock()
const stepMs = 30_000
let ana: TestPerson
let count = 0

beforeAll(async () => {
  server = await startTestServer({ runtime: { now: clock.now } })
})
beforeEach(async () => {
  clock.reset()
  ana = await server.join(`ana_${++count}`)
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const turnOn = (person: TestPerson) => turnOnSecondFactor(person, clock.now)
const trySignIn = (person: TestPerson, code?: string, password = castPassword) =>
  server.stranger().call('signIn', {
    body: { login: person.username, password, ...(code !== undefined && { code }) },
  })
const stateOf = async (person: TestPerson) => (await person.call('getSecondFactor')).body
const sessionsOf = async (person: TestPerson) => (await person.call('listSessions')).body.items.length
const confirm = (person: TestPerson, code?: string) =>
  person.call('confirmIdentity', { body: { password: castPassword, ...(code !== undefined && { code }) } })

const off = { onSince: null, recoveryCodesLeft: 0 }
const wrongCode = ['/code', 'wrong'] as const

test('once it is on, signing in takes the password and a code, and the password alone begins no session', async () => {
  expect(await stateOf(ana)).toEqual(off)
  const phone = await signIn(server, ana.username)
  const { app, recoveryCodes } = await turnOn(ana)
  expect(await stateOf(ana)).toEqual({
    onSince: new Date(clock.now()).toISOString(),
    recoveryCodesLeft: 10,
  })
  expect(new Set(recoveryCodes).size).toBe(10)
  for (const code of recoveryCodes) expect(code).toMatch(/^([a-z2-7]{4}-){3}[a-z2-7]{4}$/)
  // Who was in stays in.
  expect((await phone.call('getMe')).status).toBe(200)

  const half = await trySignIn(ana)
  expectRefusal(half, 'second_factor_required')
  expect(half.headers.getSetCookie()).toEqual([])
  const wrong = await trySignIn(ana, app.wrongCode())
  expectRefusal(wrong, 'validation_failed', [...wrongCode])
  expect(wrong.headers.getSetCookie()).toEqual([])
  expect(await sessionsOf(ana)).toBe(2)

  const answer = await trySignIn(ana, ` ${app.code().slice(0, 3)} ${app.code().slice(3)}`)
  expect(answer.status).toBe(200)
  expect(answer.body.user.username).toBe(ana.username)
  expect(await sessionsOf(ana)).toBe(3)
})

test('a wrong password looks the same with a code, without one, and for who has no second step', async () => {
  const { app, recoveryCodes } = await turnOn(ana)
  const ben = await server.join(`ben_${count}`)
  const plain = (answer: { problem: object; status: number }) => ({ ...answer.problem, requestId: '' })
  const expected = plain(await trySignIn(ben, undefined, 'a guess'))
  for (const code of [undefined, app.code(), app.wrongCode(), recoveryCodes[0]])
    expect(plain(await trySignIn(ana, code, 'a guess'))).toEqual(expected)
  // And has used nothing up.
  expect((await trySignIn(ana, app.code())).status).toBe(200)
  expect((await trySignIn(ana, recoveryCodes[0])).status).toBe(200)
  // Who has none may give a code; nothing is asked.
  expect((await trySignIn(ben, '123456')).status).toBe(200)
})

test('a code is taken once, also when it comes many times at once', async () => {
  const { app } = await turnOn(ana)
  const answers = await Promise.all(Array.from({ length: 6 }, () => trySignIn(ana, app.code())))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422, 422, 422, 422])
  expectRefusal(await trySignIn(ana, app.code()), 'validation_failed', [...wrongCode])
  // Nor one that was shown before the last one taken, the one that turned it on included.
  for (const ahead of [-1, -2])
    expectRefusal(await trySignIn(ana, app.code(ahead)), 'validation_failed', [...wrongCode])
  clock.pass(stepMs)
  expect((await trySignIn(ana, app.code())).status).toBe(200)
})

test('a phone may be half a minute off, and no more', async () => {
  const { app } = await turnOn(ana)
  clock.pass(10 * stepMs)
  for (const ahead of [-2, 2])
    expectRefusal(await trySignIn(ana, app.code(ahead)), 'validation_failed', [...wrongCode])
  expect((await trySignIn(ana, app.code(-1))).status).toBe(200)
  expect((await trySignIn(ana, app.code(1))).status).toBe(200)
})

test('each recovery code lets in once, however it is typed, also when it comes many times at once', async () => {
  const { recoveryCodes } = await turnOn(ana)
  const [first = '', second = ''] = recoveryCodes
  const answers = await Promise.all(Array.from({ length: 4 }, () => trySignIn(ana, first)))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422, 422])
  expect((await trySignIn(ana, ` ${second.replaceAll('-', ' ').toUpperCase()} `)).status).toBe(200)
  expect((await stateOf(ana)).recoveryCodesLeft).toBe(8)
  for (const code of [first, second, 'aaaa-bbbb-cccc-dddd', '0', '😀'])
    expectRefusal(await trySignIn(ana, code), 'validation_failed', [...wrongCode])
})

test('the codes of somebody else are wrong', async () => {
  const ben = await server.join(`ben_${count}`)
  await turnOn(ana)
  const bens = await turnOn(ben)
  for (const code of [bens.app.code(), bens.recoveryCodes[0]!])
    expectRefusal(await trySignIn(ana, code), 'validation_failed', [...wrongCode])
  // And are his as before.
  expect((await trySignIn(ben, bens.app.code())).status).toBe(200)
  expect((await trySignIn(ben, bens.recoveryCodes[0])).status).toBe(200)
})

test('what was begun and not finished changes nothing', async () => {
  const { body } = await ana.call('beginSecondFactor')
  const app = new Authenticator(body.secret, clock.now)
  const host = encodeURIComponent(new URL(server.url).host.replace(/:\d+$/, ':0'))
  expect(body.uri).toMatch(
    new RegExp(
      `^otpauth://totp/ChatApp%20${host}:${ana.username}\\?secret=${body.secret}&issuer=ChatApp%20${host}$`,
    ),
  )
  expect(await stateOf(ana)).toEqual(off)
  await signIn(server, ana.username)

  for (const code of [app.wrongCode(), app.code(2), 'no code', '12345', '１２３４５６'])
    expectRefusal(await ana.call('finishSecondFactor', { body: { code } }), 'validation_failed', [
      ...wrongCode,
    ])
  // Begun anew, it is another secret, and the one before is worth nothing.
  const again = await ana.call('beginSecondFactor')
  expect(again.body.secret).not.toBe(body.secret)
  expect((await ana.call('finishSecondFactor', { body: { code: app.code() } })).status).toBe(422)
  expectRefusal(await ana.call('replaceRecoveryCodes'), 'not_found')
  expect(await stateOf(ana)).toEqual(off)
  await signIn(server, ana.username)
})

test('it is turned on once: a second one is neither begun nor finished', async () => {
  expectRefusal(await ana.call('finishSecondFactor', { body: { code: '123456' } }), 'revision_conflict')
  const { app } = await turnOn(ana)
  expectRefusal(await ana.call('beginSecondFactor'), 'revision_conflict')
  expectRefusal(await ana.call('finishSecondFactor', { body: { code: app.code() } }), 'revision_conflict')
  expect((await trySignIn(ana, app.code())).status).toBe(200)
})

test('of two who finish at once one gets the recovery codes, and of two who begin one secret counts', async () => {
  const begun = await Promise.all([ana.call('beginSecondFactor'), ana.call('beginSecondFactor')])
  expect(begun.map(({ status }) => status)).toEqual([200, 200])
  const codes = begun.map(({ body }) => new Authenticator(body.secret, clock.now).code())
  const finished = await Promise.all(
    [...codes, ...codes].map((code) => ana.call('finishSecondFactor', { body: { code } })),
  )
  const winners = finished.filter(({ status }) => status === 200)
  expect(winners).toHaveLength(1)
  expect((await trySignIn(ana, winners[0]!.body.recoveryCodes[9])).status).toBe(200)
})

test('turning it on or off and new recovery codes need a session that is fresh', async () => {
  const { app, recoveryCodes } = await turnOn(ana)
  clock.pass(dayMs)
  for (const name of ['beginSecondFactor', 'turnOffSecondFactor', 'replaceRecoveryCodes'] as const)
    expectRefusal(await ana.call(name), 'reauthentication_required')
  expect((await stateOf(ana)).recoveryCodesLeft).toBe(10)

  // Confirming takes what signing in takes.
  expectRefusal(await confirm(ana), 'second_factor_required')
  expectRefusal(await confirm(ana, app.wrongCode()), 'validation_failed', [...wrongCode])
  expectRefusal(await ana.call('turnOffSecondFactor'), 'reauthentication_required')
  expect((await confirm(ana, app.code())).status).toBe(204)
  expectRefusal(await trySignIn(ana, app.code()), 'validation_failed', [...wrongCode])

  const renewed = await ana.call('replaceRecoveryCodes')
  expectRefusal(await trySignIn(ana, recoveryCodes[0]), 'validation_failed', [...wrongCode])
  expect((await trySignIn(ana, renewed.body.recoveryCodes[0])).status).toBe(200)
  expect((await stateOf(ana)).recoveryCodesLeft).toBe(9)

  expect((await ana.call('turnOffSecondFactor')).status).toBe(204)
  expect(await stateOf(ana)).toEqual(off)
  expectRefusal(await ana.call('turnOffSecondFactor'), 'not_found')
  await signIn(server, ana.username)
  // And on again, with another secret; the old codes are gone.
  await turnOn(ana)
  expectRefusal(await trySignIn(ana, renewed.body.recoveryCodes[1]), 'validation_failed', [...wrongCode])
})

test('a new password leaves it on', async () => {
  const { app } = await turnOn(ana)
  const newId = () => crypto.randomUUID()
  const runtime = { now: clock.now, newId, newSecret: () => `secret ${newId()}` }
  const deps = { storage: server.app.storage, runtime } as Parameters<typeof createResetToken>[0]
  const token = (await createResetToken(deps, ana.username))!
  const password = 'a lighthouse in the fog'
  expect((await server.stranger().call('resetPassword', { body: { token, password } })).status).toBe(204)
  expectRefusal(await trySignIn(ana, undefined, password), 'second_factor_required')
  expect((await trySignIn(ana, app.code(), password)).status).toBe(200)
})

test('what the database keeps is neither the secret nor a recovery code', async () => {
  const begun = await ana.call('beginSecondFactor')
  const app = new Authenticator(begun.body.secret, clock.now)
  const { body } = await ana.call('finishSecondFactor', { body: { code: app.code() } })
  const { db } = server.app.storage
  const rows = [
    ...(await db.selectFrom('second_factors').selectAll().execute()),
    ...(await db.selectFrom('recovery_codes').selectAll().execute()),
  ]
    .flatMap<unknown>((row) => Object.values(row))
    .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : `${value}`))
  for (const code of body.recoveryCodes)
    for (const text of [code, code.replaceAll('-', '')])
      expect(rows.some((row) => row.includes(text))).toBe(false)
  expect(rows.some((row) => row.toUpperCase().includes(begun.body.secret))).toBe(false)
})

test('who knows the password and guesses codes has to wait, from wherever they ask', async () => {
  await using guarded = await startTestServer({
    env: { RATE_LIMIT: 'on', REDIS_URL: '', TRUSTED_PROXIES: '127.0.0.1' },
    runtime: { now: clock.now },
  })
  const ben = await guarded.join('ben')
  const { app, recoveryCodes } = await turnOnSecondFactor(ben, clock.now)
  let from = 1
  const guess = (code: string) =>
    guarded.stranger().request(
      'POST',
      '/api/v1/sign-in',
      { login: 'ben', password: castPassword, code },
      {
        'content-type': 'application/json',
        'x-forwarded-for': `192.0.2.${from++}`,
      },
    )
  const wrong = app.wrongCode()
  for (let i = 0; i < 5; i++) expectRefusal(await guess(wrong), 'validation_failed', [...wrongCode])
  for (const code of [wrong, app.code(), recoveryCodes[0]!]) expectRefusal(await guess(code), 'rate_limited')
  // Nor by the door of who is in already.
  expectRefusal(await confirm(ben, app.code()), 'rate_limited')
  clock.pass(2 * minuteMs)
  expect((await guess(app.code())).status).toBe(200)
  expect(guarded.unexpected).toEqual([])
})

test('with another SECRET its codes cannot be read, and a recovery code still lets in', async () => {
  await using first = await startTestServer({ runtime: { now: clock.now } })
  const ben = await first.join('ben')
  const { app, recoveryCodes } = await turnOnSecondFactor(ben, clock.now)
  const { db } = first.app.storage
  const { secret } = await db.selectFrom('second_factors').select('secret').executeTakeFirstOrThrow()
  // As if it had been sealed otherwise.
  await db
    .updateTable('second_factors')
    .set({ secret: Buffer.from(secret).reverse() })
    .execute()
  const ask = (code: string) =>
    first.stranger().call('signIn', { body: { login: 'ben', password: castPassword, code } })
  expectRefusal(await ask(app.code()), 'internal')
  expect(String(first.unexpected.shift())).toContain('another SECRET')
  expect((await ask(recoveryCodes[0]!)).status).toBe(200)
  expect(first.unexpected).toEqual([])
})

test('who lost everything is let in by whoever owns the machine', async () => {
  await using own = await startTestServer({ runtime: { now: clock.now } })
  const ben = await own.join('ben')
  await turnOnSecondFactor(ben, clock.now)
  const run = (username: string) => runChatapp(['second-factor-off', username], { DATA_DIR: own.dataDir })
  expect(await run('Ben')).toEqual({
    code: 0,
    stdout: '@ben signs in with the password alone now.\n',
    stderr: '',
  })
  expect(await stateOf(ben)).toEqual(off)
  await signIn(own, 'ben')
  expect((await run('ben')).stdout).toBe('@ben has no second step to turn off.\n')
  expect(await run('nobody')).toMatchObject({ code: 1, stderr: 'There is nothing here.\n' })
})

test('who is in the demo has no password, and so no second step', async () => {
  await using demo = await startTestServer()
  const { ada } = await joinDemo(demo)
  expectRefusal(await ada.call('beginSecondFactor'), 'forbidden')
  expect(await stateOf(ada)).toEqual(off)
})
