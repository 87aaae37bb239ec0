import { randomBytes } from 'node:crypto'
import { uuidv7 } from 'uuidv7'

/** The impure things that tests replace. */
export interface Runtime {
  /** Milliseconds since 1970, UTC. */
  now(): number
  /** A new UUIDv7 in its text form. */
  newId(): string
  /** A number that no two people share by accident: 52 random bits, so that it is exact in JavaScript. */
  newKey(): number
  /** An unguessable secret of 32 bytes, base64url. */
  newSecret(): string
  log: Log
}

export interface Log {
  debug(error: unknown): void
  info(message: string): void
  warn(message: string): void
  /** An unexpected error; `reference` is what the answer gave to the person. */
  error(error: unknown, reference?: string): void
}

export const systemRuntime = (log: Log): Runtime => ({
  now: Date.now,
  newId: uuidv7,
  newKey: () => randomBytes(8).readUIntBE(0, 6) * 16 + (randomBytes(1)[0]! & 15) || 1,
  newSecret: () => randomBytes(32).toString('base64url'),
  log,
})
