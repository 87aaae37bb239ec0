/** What the database keeps of a secret that the server has to read again: sealed with a key that stands elsewhere. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const cipher = 'aes-256-gcm'
const [nonceBytes, tagBytes] = [12, 16]

export interface Sealing {
  /** @returns 28 bytes more than were given. @param of whom it belongs to: it opens for nobody else. */
  seal(content: Uint8Array, of: number): Buffer
  /** @throws when it was sealed with another key, for somebody else, or changed since. */
  open(sealed: Uint8Array, of: number): Buffer
}

/** @param secret the one that signs sessions; the key is derived from it, and no part of it. */
export function createSealing(secret: string): Sealing {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'chatapp second factor', 32))
  return {
    seal(content, of) {
      const nonce = randomBytes(nonceBytes)
      const sealing = createCipheriv(cipher, key, nonce).setAAD(Buffer.from(String(of)))
      const sealed = Buffer.concat([sealing.update(content), sealing.final()])
      return Buffer.concat([nonce, sealing.getAuthTag(), sealed])
    },
    open(sealed, of) {
      const nonce = sealed.subarray(0, nonceBytes)
      const tag = sealed.subarray(nonceBytes, nonceBytes + tagBytes)
      const opening = createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes })
      opening.setAAD(Buffer.from(String(of))).setAuthTag(tag)
      const content = opening.update(sealed.subarray(nonceBytes + tagBytes))
      try {
        return Buffer.concat([content, opening.final()])
      } catch (cause) {
        throw new Error('A second factor was sealed with another SECRET, or changed since.', { cause })
      }
    },
  }
}
