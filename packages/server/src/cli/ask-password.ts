import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'

/**
 * A new password: asked for twice, without showing it, or the first line of what is piped in.
 * @returns null when the two were not the same.
 */
export async function askPassword(): Promise<string | null> {
  if (!process.stdin.isTTY) return (await text(process.stdin)).split(/\r?\n/, 1)[0]!
  const nowhere = new Writable({ write: (_chunk, _encoding, written) => written() })
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  // 128 and the signal's number is how shells know that somebody stopped it.
  terminal.on('SIGINT', () => process.exit(130))
  const ask = async (question: string): Promise<string> => {
    process.stderr.write(question)
    const answer = await terminal.question('')
    process.stderr.write('\n')
    return answer
  }
  try {
    const password = await ask('Password: ')
    return (await ask('Once more: ')) === password ? password : null
  } finally {
    terminal.close()
  }
}
