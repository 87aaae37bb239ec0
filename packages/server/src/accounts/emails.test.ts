import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { WaitingMail } from '../mail/mail-queue.ts'
import { systemRuntime } from '../runtime.ts'
import type { Trx } from '../storage/storage.ts'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { heardLog } from '../testing/heard-log.ts'
import { castPassword, startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { joinAdmin } from '../testing/join-admin.ts'
import { type MailServer, startMailServer } from '../testing/mail-server.ts'
import { hourMs, TestClock } from '../testing/test-clock.ts'
import { emailQueries } from './email-queries.ts'
import { writeConfirmMail } from './emails.ts'

let mailServer: MailServer
let server: TestServer
let root: TestPerson
let ana: TestPerson
let count = 0
const clock = new TestClock()

beforeAll(async () => {
  mailServer = await startMailServer()
  server = await startTestServer({
    env: { SMTP_URL: mailServer.url, MAIL_FROM: 'chat@example.org', REDIS_URL: '' },
    runtime: { now: clock.now },
  })
  root = await joinAdmin(server)
})
beforeEach(async () => {
  clock.reset()
  mailServer.mails.length = 0
  ana = await server.join(`ana_${++count}`)
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
  await mailServer[Symbol.asyncDispose]()
})

const addressOf = (person: TestPerson) => `${person.username}@example.com`
const me = async (person: TestPerson) => (await person.call('getMe')).body
const change = (email: string, person = ana) => person.call('changeEmail', { body: { email } })
const confirm = (token: string) => server.stranger().call('confirmEmail', { body: { token } })
const signIn = (login: string) =>
  server.stranger().call('signIn', { body: { login, password: castPassword } })

/** The latest mail to an address. */
async function mailTo(address: string, subject: RegExp): Promise<string> {
  const find = () =>
    mailServer.mails.findLast(({ to, content }) => to[0] === address && subject.test(content))
  await expect.poll(find, { timeout: 10_000 }).toBeDefined()
  return find()!.content
}
const tokenFor = async (address: string) =>
  /confirm-email#([\w-]+)/.exec(await mailTo(address, /Subject: Confirm your address/))![1]!

async function resetTokenFor(address: string): Promise<string> {
  await server.stranger().call('forgotPassword', { body: { login: ana.username } })
  return /reset#([\w-]+)/.exec(await mailTo(address, /Subject: Set a new password/))![1]!
}
const setPassword = (token: string) =>
  server.stranger().call('resetPassword', { body: { token, password: 'a lighthouse in the fog' } })

/** With an address that is theirs. */
async function confirmed(): Promise<TestPerson> {
  expect((await confirm(await tokenFor(addressOf(ana)))).status).toBe(204)
  return ana
}

describe('where mail is sent', () => {
  test('somebody new is in at once; the address is theirs when the link has come back, once', async () => {
    await using socket = ana.openSocket()
    await socket.next('hello')
    expect(await me(ana)).toMatchObject({ email: null, pendingEmail: addressOf(ana) })
    const token = await tokenFor(addressOf(ana))
    expect((await confirm(token)).status).toBe(204)
    await socket.next('me.changed')
    expect(await me(ana)).toMatchObject({ email: addressOf(ana), pendingEmail: null })
    expectRefusal(await confirm(token), 'forbidden')
    expect((await signIn(addressOf(ana).toUpperCase())).status).toBe(200)
  })

  test('until then it resets for who named it first, if nobody has it, and signs nobody in', async () => {
    // To whom it did, it would tell whether somebody else has it.
    expectRefusal(await signIn(addressOf(ana)), 'unauthenticated')
    expect((await signIn(ana.username)).body.user).toMatchObject({ username: ana.username, email: null })
    await server.stranger().call('forgotPassword', { body: { login: addressOf(ana) } })
    expect(await mailTo(addressOf(ana), /Subject: Set a new password/)).toContain(`@${ana.username}`)
  })

  test('a sign-up with an address that is taken looks like any other; its owner hears of it', async () => {
    const owner = await confirmed()
    mailServer.mails.length = 0
    const registration = {
      name: 'Eve',
      username: `eve_${count}`,
      email: addressOf(owner),
      password: castPassword,
    }
    const { status, body } = await server.stranger().call('signUp', { body: registration })
    expect(status).toBe(201)
    expect(body.user).toMatchObject({ email: null, pendingEmail: addressOf(owner) })
    expect(await mailTo(addressOf(owner), /Subject: You have an account/)).toContain(`@${owner.username}`)
    expect((await signIn(addressOf(owner))).body.user.username).toBe(owner.username)
  })

  test('administrators see it when it is confirmed, and nothing that stands in its place', async () => {
    const seen = async () =>
      (await root.call('getAccount', { params: { username: ana.username } })).body.email
    expect(await seen()).toBeNull()
    await confirmed()
    expect(await seen()).toBe(addressOf(ana))
  })

  test('of two who name the same address, whose link comes back has it', async () => {
    const username = `eve_${count}`
    const email = addressOf(ana)
    const first = await tokenFor(email)
    const eve = server.stranger()
    await eve.call('signUp', { body: { name: 'Eve', username, email, password: castPassword } })
    await expect.poll(() => mailServer.mails.length, { timeout: 10_000 }).toBe(2)
    const second = await tokenFor(email)
    expect((await confirm(first)).status).toBe(204)
    expectRefusal(await confirm(second), 'validation_failed', ['/token', 'taken'])
    expect(await me(eve)).toMatchObject({ email: null, pendingEmail: email })
    expect((await me(ana)).email).toBe(email)
  })

  test('another address waits for its link, and the present one hears of it', async () => {
    await confirmed()
    const other = `other_${count}@example.com`
    expect((await change(other.toUpperCase())).body).toMatchObject({
      email: addressOf(ana),
      pendingEmail: other,
    })
    expect(await mailTo(addressOf(ana), /Subject: Another address/)).toContain(`@${ana.username}`)
    expect((await signIn(other)).status).toBe(401)
    expect((await confirm(await tokenFor(other))).status).toBe(204)
    expect(await me(ana)).toMatchObject({ email: other, pendingEmail: null })
    expect((await signIn(addressOf(ana))).status).toBe(401)
    expect((await signIn(other)).status).toBe(200)
  })

  test('what was asked for is taken back by the present address, and by asking for a third', async () => {
    await confirmed()
    await change(`second_${count}@example.com`)
    const second = await tokenFor(`second_${count}@example.com`)
    await change(`third_${count}@example.com`)
    expectRefusal(await confirm(second), 'forbidden')
    const third = await tokenFor(`third_${count}@example.com`)
    expect((await change(addressOf(ana))).body).toMatchObject({ email: addressOf(ana), pendingEmail: null })
    expectRefusal(await confirm(third), 'forbidden')
    expect((await me(ana)).email).toBe(addressOf(ana))
  })

  test('a new password takes a change back, and asking for one does not', async () => {
    await confirmed()
    const other = `other_${count}@example.com`
    await change(other)
    const token = await tokenFor(other)
    expect((await setPassword(await resetTokenFor(addressOf(ana)))).status).toBe(204)
    expectRefusal(await confirm(token), 'forbidden')
  })

  test('so does one that is set in the settings, and with it every link for another goes', async () => {
    await confirmed()
    const other = `other_${count}@example.com`
    await change(other)
    const token = await tokenFor(other)
    const reset = await resetTokenFor(addressOf(ana))
    const body = { currentPassword: castPassword, password: 'a lighthouse in the fog' }
    expect((await ana.call('changePassword', { body })).status).toBe(204)
    expectRefusal(await confirm(token), 'forbidden')
    expect(await me(ana)).toMatchObject({ email: addressOf(ana), pendingEmail: null })
    expectRefusal(await setPassword(reset), 'forbidden')
  })

  test('an administrator’s link takes a change back as soon as it is made', async () => {
    await confirmed()
    const other = `other_${count}@example.com`
    await change(other)
    const token = await tokenFor(other)
    await root.call('createResetLink', { params: { username: ana.username } })
    expectRefusal(await confirm(token), 'forbidden')
  })

  test('a link for a new password is worth nothing once the address is another', async () => {
    await confirmed()
    const reset = await resetTokenFor(addressOf(ana))
    const other = `other_${count}@example.com`
    await change(other)
    expect((await confirm(await tokenFor(other))).status).toBe(204)
    expectRefusal(await setPassword(reset), 'forbidden')
  })

  test('a link confirms the address that its mail goes to, also when another one is asked for meanwhile', async () => {
    const { storage } = server.app
    const other = `other_${count}@example.com`
    const execute = async (work: (trx: Trx) => Promise<void>) => {
      await change(other)
      return storage.db.transaction().execute(work)
    }
    const db = new Proxy(storage.db, {
      get: (db, name) => (name === 'transaction' ? () => ({ execute }) : Reflect.get(db, name).bind(db)),
    })
    const deps = { storage: { ...storage, db }, runtime: systemRuntime(heardLog()) }
    const user_key = (await emailQueries(storage.db).byUsername(ana.username))!.key
    const waiting = { user_key } as WaitingMail
    expect(await writeConfirmMail(deps, server.url, waiting)).toBeNull()
    expect(await mailTo(other, /Subject: Confirm your address/)).toContain(`@${ana.username}`)
  })

  test('a mail to an address that nobody has confirmed says nothing of its sender’s choice but a username', async () => {
    const [username, email] = [`eve_${count}`, `victim_${count}@example.com`]
    const name = 'Read this: https://evil.example'
    await server.stranger().call('signUp', { body: { name, username, email, password: castPassword } })
    expect(await mailTo(email, /Subject: Confirm your address/)).not.toContain('evil')
    await server.stranger().call('forgotPassword', { body: { login: username } })
    expect(await mailTo(email, /Subject: Set a new password/)).not.toContain('evil')
  })

  test('a link is good for a day; made-up and other ones change nothing', async () => {
    const token = await tokenFor(addressOf(ana))
    for (const wrong of ['made-up', `${token}x`, token.slice(1)])
      expectRefusal(await confirm(wrong), 'forbidden')
    clock.pass(24 * hourMs)
    expectRefusal(await confirm(token), 'forbidden')
    expectRefusal(
      await ana.call('changeEmail', { body: { email: addressOf(ana) } }),
      'reauthentication_required',
    )
    await ana.call('confirmIdentity', { body: { password: castPassword } })
    mailServer.mails.length = 0
    await change(addressOf(ana))
    expect((await confirm(await tokenFor(addressOf(ana)))).status).toBe(204)
  })

  test('what is no address, or nobody’s, is refused', async () => {
    for (const email of [
      'nothing@here',
      'a b@example.com',
      'x@unconfirmed.invalid',
      'nobody@chatapp.invalid',
    ])
      expectRefusal(await change(email), 'validation_failed', ['/email', 'bad_format'])
  })
})

test('five an hour for one person', async () => {
  await using limited = await startTestServer({
    env: { SMTP_URL: mailServer.url, MAIL_FROM: 'chat@example.org', RATE_LIMIT: 'on', REDIS_URL: '' },
  })
  const person = await limited.join('ana')
  for (let i = 0; i < 5; i++) expect((await change(`a${i}@example.com`, person)).status).toBe(200)
  expectRefusal(await change('a5@example.com', person), 'rate_limited')
})

test('where no mail is sent, an address changes at once, and one that is taken is said to be', async () => {
  await using plain = await startTestServer()
  const [ana, ben] = [await plain.join('ana'), await plain.join('ben')]
  expect((await change('Ana@Example.org', ana)).body).toMatchObject({
    email: 'ana@example.org',
    pendingEmail: null,
  })
  expectRefusal(await change('ana@example.org', ben), 'validation_failed', ['/email', 'taken'])
  expect((await ben.call('getMe')).body.email).toBe('ben@example.com')
  const login = { login: 'ana@example.org', password: castPassword }
  expect((await plain.stranger().call('signIn', { body: login })).status).toBe(200)
  expect(plain.unexpected).toEqual([])
})
