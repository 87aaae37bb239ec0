import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createLog } from '../log.ts'
import { systemRuntime } from '../runtime.ts'
import { turnOnSecondFactor } from '../testing/authenticator.ts'
import { castPassword, startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { type MailServer, startMailServer } from '../testing/mail-server.ts'
import { createResetToken } from './reset-rules.ts'

const runtime = systemRuntime(createLog('silent'))
const password = 'a lighthouse in the fog'
let mailServer: MailServer
let server: TestServer
let count = 0

beforeAll(async () => {
  mailServer = await startMailServer()
  server = await startTestServer({ env: { SMTP_URL: mailServer.url, MAIL_FROM: 'chat@example.org' } })
})
beforeEach(() => {
  mailServer.mails.length = 0
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
  await mailServer[Symbol.asyncDispose]()
})

/** With an address that is theirs. */
async function joinConfirmed(): Promise<TestPerson> {
  const ana = await server.join(`ana_${++count}`)
  const { content } = await mailServer.has(1)
  const [, token] = /confirm-email#([\w-]+)/.exec(content)!
  await server.stranger().call('confirmEmail', { body: { token: token! } })
  mailServer.mails.length = 0
  return ana
}

async function expectMail(ana: TestPerson, number: number, words: string): Promise<void> {
  const { to, content } = await mailServer.has(number)
  expect(to).toEqual([`${ana.username}@example.com`])
  expect(content).toContain(`Subject: ${words} on ChatApp`)
  expect(content).toMatch(
    new RegExp(
      `${words} for your account @${ana.username} on ChatApp at \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC`,
    ),
  )
  expect(content).toMatch(/localhost:\d+\/forgot"/)
}

const waiting = () => server.app.storage.db.selectFrom('mails').select('purpose').execute()

test('a new password is told by mail, whether the old one was known or forgotten', async () => {
  const ana = await joinConfirmed()
  await ana.call('changePassword', { body: { currentPassword: castPassword, password } })
  await expectMail(ana, 1, 'The password was changed')
  const token = await createResetToken({ storage: server.app.storage, runtime }, ana.username)
  await server.stranger().call('resetPassword', { body: { token: token!, password: `${password}, again` } })
  await expectMail(ana, 2, 'The password was changed')
})

test('a second step is told by mail when it comes and when it goes', async () => {
  const ana = await joinConfirmed()
  await turnOnSecondFactor(ana)
  await expectMail(ana, 1, 'Signing in by a password and a code was turned on')
  await ana.call('turnOffSecondFactor')
  await expectMail(ana, 2, 'Signing in by a password and a code was turned off')
})

test('what did not happen is not told', async () => {
  const ana = await joinConfirmed()
  await ana.call('changePassword', { body: { currentPassword: 'not this one', password } })
  await ana.call('turnOffSecondFactor')
  await ana.call('beginSecondFactor')
  await ana.call('finishSecondFactor', { body: { code: '000000' } })
  expect(await waiting()).toEqual([])
  expect(mailServer.mails).toEqual([])
})

test('an address that nobody has confirmed is told nothing', async () => {
  const ana = await server.join(`ana_${++count}`)
  await mailServer.has(1)
  await ana.call('changePassword', { body: { currentPassword: castPassword, password } })
  // Mails go one after the other: the next one shows that there was none before it.
  await server.stranger().call('forgotPassword', { body: { login: ana.username } })
  expect((await mailServer.has(2)).content).toContain('Subject: Set a new password')
})
