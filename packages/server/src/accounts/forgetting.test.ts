import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { startTestServer, type TestServer } from '../testing/index.ts'
import { type MailServer, startMailServer } from '../testing/mail-server.ts'
import { signIn } from '../testing/sign-in.ts'
import { minuteMs, TestClock } from '../testing/test-clock.ts'

let mailServer: MailServer
let server: TestServer
const clock = new TestClock()
const warnings: string[] = []
let count = 0

beforeAll(async () => {
  mailServer = await startMailServer()
  const log = { debug() {}, info() {}, warn: (line: string) => void warnings.push(line), error: console.error }
  server = await startTestServer({
    env: { SMTP_URL: mailServer.url, MAIL_FROM: 'ChatApp <chat@example.org>', PUBLIC_URL: 'https://chat.example' },
    runtime: { now: clock.now, log },
  })
})
beforeEach(() => {
  clock.reset()
  mailServer.refuseWith(null)
  warnings.length = 0
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await mailServer[Symbol.asyncDispose]()
})

const { port } = { get port() { return (server.app.http.addresses()[0] as { port: number }).port } }
void port

const forgot = (login: string) => server.stranger().call('forgotPassword', { body: { login } })
const waiting = () => server.app.storage.db.selectFrom('mails').selectAll().execute()
const join = () => server.join(`ana_${++count}`)
