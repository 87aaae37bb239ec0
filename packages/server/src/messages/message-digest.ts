import { hash } from 'node:crypto'

/** Half of a SHA-256 of what was sent first: enough to tell a repeated send from a changed one. */
export function digestOf(body: string, replyTo: Uint8Array | null): Uint8Array {
  const content = replyTo === null ? body : `${body}\0${Buffer.from(replyTo).toString('hex')}`
  return hash('sha256', content, 'buffer').subarray(0, 16)
}
