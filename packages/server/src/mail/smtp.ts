import { createTransport } from 'nodemailer'
import type { Mail } from './mail-queue.ts'

const patienceMs = 10_000

/** Sends through the mail server that a URL names, such as `smtps://user:password@mail.example.org`. */
export function createSmtp(url: string, from: string) {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 1,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    // Whoever writes a mail hands over text: nothing in it is a path or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    send: async (mail: Mail): Promise<void> => void (await transport.sendMail({ from, ...mail })),
    close: () => transport.close(),
  }
}
