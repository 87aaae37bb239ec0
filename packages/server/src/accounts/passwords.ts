/** argon2id behind a gate: one hash at a time on a small machine, a bounded queue, and a clean "later" beyond it. */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'
import { Gate } from '../http/gate.ts'

const parameters = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }
const queueMax = 256
const deriveKey = promisify(argon2)

export interface Passwords {
  /** @returns a PHC string. @throws Refused `unavailable` when too many wait. */
  hash(password: string): Promise<string>
  verify(password: string, hash: string): Promise<boolean>
}

export function createPasswords(): Passwords {
  const gate = new Gate(Math.max(1, Math.min(3, availableParallelism() - 1)), queueMax)
  return {
    async hash(password) {
      const nonce = randomBytes(16)
      const tag = await gate.pass(() => derive(password, nonce, parameters))
      const { memory, passes, parallelism } = parameters
      return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(nonce)}$${unpadded(tag)}`
    },
    async verify(password, hash) {
      const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(hash)
      if (!match) return false
      const [, memory, passes, parallelism, nonce, expected] = match as unknown as string[]
      const tag = Buffer.from(expected!, 'base64')
      const cost = {
        memory: Number(memory),
        passes: Number(passes),
        parallelism: Number(parallelism),
        tagLength: tag.length,
      }
      return timingSafeEqual(
        tag,
        await gate.pass(() => derive(password, Buffer.from(nonce!, 'base64'), cost)),
      )
    },
  }
}

const derive = (password: string, nonce: Buffer, cost: typeof parameters): Promise<Buffer> =>
  deriveKey('argon2id', { message: password.normalize('NFKC'), nonce, ...cost })

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')
