import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

export interface ReceivedMail {
  to: string[]
  /** Headers and parts as they came, with their lines put together again. */
  content: string
}

export interface MailServer extends AsyncDisposable {
  /** For SMTP_URL. */
  readonly url: string
  readonly mails: ReceivedMail[]
  /** What it answers to the next mails: a code of 4xx or 5xx, or null to take them. */
  refuseWith(code: number | null): void
  /** Until so many have come. @returns the latest. */
  has(count: number): Promise<ReceivedMail>
}

/** A real mail server on a port of its own, which keeps what it gets. */
export async function startMailServer(): Promise<MailServer> {
  const mails: ReceivedMail[] = []
  let refusal: number | null = null
  let wake = () => {}
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      text(stream).then((raw) => {
        if (refusal !== null) return done(Object.assign(new Error('Not now'), { responseCode: refusal }))
        const to = session.envelope.rcptTo.map(({ address }) => address)
        mails.push({ to, content: fromQuotedPrintable(raw) })
        done()
        wake()
      }, done)
    },
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuseWith: (code) => {
      refusal = code
    },
    async has(count) {
      while (mails.length < count)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      return mails.at(-1)!
    },
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

const fromQuotedPrintable = (raw: string): string =>
  Buffer.from(
    raw
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString()
