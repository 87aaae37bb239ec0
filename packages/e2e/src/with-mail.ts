import { type MailServer, startMailServer } from '@chatapp/server/testing'
import { ServerProcess } from './server-process.ts'
import { test } from './test.ts'

/** A server that sends mail, for all tests of a file, and where the mails arrive. Both are there once a test runs. */
export function withMail(): { server: ServerProcess; mails: MailServer } {
  const mailing = {} as ReturnType<typeof withMail>
  test.beforeAll(async () => {
    mailing.mails = await startMailServer()
    mailing.server = new ServerProcess({
      SMTP_URL: mailing.mails.url,
      MAIL_FROM: 'ChatApp <chat@example.org>',
    })
    await mailing.server.start()
  })
  test.afterAll(async () => {
    await mailing.server[Symbol.asyncDispose]()
    await mailing.mails[Symbol.asyncDispose]()
  })
  return mailing
}
