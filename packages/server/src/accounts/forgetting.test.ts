import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { behindProxy } from '../testing/behind-proxy.ts'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { castPassword, startTestServer, type TestServer } from '../testing/index.ts'
import { type MailServer, startMailServer } from '../testing/mail-server.ts'
import { hourMs, TestClock } from '../testing/test-clock.ts'

let mailServer: MailServer
let server: TestServer
const clock = new TestClock()
const warnings: string[] = []
let count = 0

beforeAll(async () => {
  mailServer = await startMailServer()
  server = await startTestServer({
    env: {
      SMTP_URL: mailServer.url,
      MAIL_FROM: 'ChatApp <chat@example.org>',
      PUBLIC_URL: 'https://chat.example',
    },
    runtime: {
      now: clock.now,
      log: { debug() {}, info() {}, warn: (line) => void warnings.push(line), error: console.error },
    },
  })
})
beforeEach(() => {
  mailServer.refuseWith(null)
  mailServer.mails.length = 0
  warnings.length = 0
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await mailServer[Symbol.asyncDispose]()
})

const stranger = () => behindProxy(server)
const from = { origin: 'https://chat.example' }
const post = (path: string, body: object) => stranger().request('POST', `/api/v1/${path}`, body, from)
const forgot = (login: string) => post('password/forgot', { login })
const waiting = () => server.app.storage.db.selectFrom('mails').select(['purpose', 'due_at']).execute()

/** The mail that asks to confirm the address has come and gone. */
async function join(name?: string) {
  const person = await signUp(name)
  mailServer.mails.length = 0
  return person
}

async function joinConfirmed() {
  const person = await signUp()
  const [, token] = /confirm-email#([\w-]+)/.exec(mailServer.mails[0]!.content)!
  await post('email/confirm', { token })
  mailServer.mails.length = 0
  return person
}

async function signUp(name = 'Ana <b>Kovač</b>') {
  const username = `ana_${++count}`
  const email = `${username}@example.com`
  await post('sign-up', { name, username, email, password: castPassword })
  await mailServer.has(1)
  return { username, email }
}
const linkIn = (content: string) => /https:\/\/chat\.example\/reset#([\w-]+)/.exec(content)![1]!

test('who is here gets a mail with a link that works; it comes as text and as HTML', async () => {
  const { username, email } = await joinConfirmed()
  expect((await forgot(username)).status).toBe(204)
  const { to, content } = await mailServer.has(1)
  expect(to).toEqual([email])
  expect(content).toContain('From: ChatApp <chat@example.org>')
  expect(content).toContain('Subject: Set a new password for ChatApp')
  expect(content).toContain(`asked for a new password for @${username}`)
  expect(content).toContain('Content-Type: text/plain')
  expect(content).toContain('Hello Ana &lt;b&gt;Kovač&lt;/b&gt;,')
  expect(await post('password/reset', { token: linkIn(content), password: 'a lighthouse' })).toMatchObject({
    status: 204,
  })
  await expect.poll(waiting).toEqual([])
  const signedIn = await post('sign-in', { login: username, password: 'a lighthouse' })
  expect(signedIn.status).toBe(200)
})

test('an address does as well, in any case; nobody is told whether there is an account', async () => {
  const { email } = await join()
  const answers = [await forgot(email.toUpperCase()), await forgot('nobody'), await forgot('x@example.com')]
  for (const { status, body } of answers) expect([status, body]).toEqual([204, ''])
  expect((await mailServer.has(1)).to).toEqual([email])
  await expect.poll(waiting).toEqual([])
  expect(mailServer.mails).toHaveLength(1)
})

test('three an hour for one person, silently', async () => {
  await using limited = await startTestServer({
    env: { SMTP_URL: mailServer.url, MAIL_FROM: 'chat@example.org', RATE_LIMIT: 'on', REDIS_URL: '' },
  })
  await limited.join('ana')
  await mailServer.has(1)
  mailServer.mails.length = 0
  for (let i = 0; i < 6; i++)
    expect((await limited.stranger().call('forgotPassword', { body: { login: 'ana' } })).status).toBe(204)
  await mailServer.has(3)
  await expect.poll(() => limited.app.storage.db.selectFrom('mails').selectAll().execute()).toEqual([])
  expect(mailServer.mails).toHaveLength(3)
})

test('a mail server that is busy is asked again; one that refuses for good is not', async () => {
  const [{ username }, other] = [await join(), await join()]
  mailServer.refuseWith(451)
  await forgot(username)
  await expect.poll(() => warnings.length).toBe(1)
  expect(warnings[0]).toMatch(/^A mail \(reset-password\) waits for the mail server: .*451/)
  expect(await waiting()).toHaveLength(1)
  mailServer.refuseWith(null)
  clock.pass(6000)
  await forgot(other.username)
  await mailServer.has(2)
  await expect.poll(waiting).toEqual([])

  mailServer.refuseWith(554)
  await forgot(other.username)
  await expect.poll(() => warnings.length).toBe(2)
  expect(warnings[1]).toMatch(/^A mail \(reset-password\) could not be sent and is given up: .*554/)
  await expect.poll(waiting).toEqual([])
})

test('what could not be sent within an hour is given up', async () => {
  const [{ username }, other] = [await join(), await join()]
  mailServer.refuseWith(451)
  await forgot(username)
  await expect.poll(() => warnings.length).toBe(1)
  clock.pass(hourMs + 1000)
  await forgot(other.username)
  await expect.poll(() => warnings.filter((line) => line.includes('given up'))).toHaveLength(1)
})

test('what waits is looked for by itself', async () => {
  const { username, email } = await join()
  mailServer.refuseWith(451)
  await forgot(username)
  await expect.poll(() => warnings.length).toBe(1)
  mailServer.refuseWith(null)
  clock.pass(6000)
  await expect.poll(() => mailServer.mails.map(({ to }) => to), { timeout: 10_000 }).toContainEqual([email])
})

test('without a mail server it is refused, and the instance says so', async () => {
  await using plain = await startTestServer()
  expectRefusal(await plain.stranger().call('forgotPassword', { body: { login: 'ana' } }), 'forbidden')
  expect((await plain.stranger().call('getInstance')).body.mailsResets).toBe(false)
  expect((await stranger().call('getInstance')).body.mailsResets).toBe(true)
})
