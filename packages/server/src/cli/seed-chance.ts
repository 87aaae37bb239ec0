import { createHash } from 'node:crypto'
import { formatId } from '../messages/message-id.ts'

/** Chance that repeats itself: the same seed draws the same numbers (sfc32). */
export class Chance {
  readonly #words: Int32Array

  constructor(...seed: (string | number)[]) {
    const digest = createHash('sha256').update(seed.join(' ')).digest()
    this.#words = Int32Array.from([0, 4, 8, 12], (offset) => digest.readInt32LE(offset))
  }

  /** 32 random bits, as a number from 0. */
  bits(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#words
    const sum = (a + b + d) | 0
    this.#words[0] = b ^ (b >>> 9)
    this.#words[1] = (c + (c << 3)) | 0
    this.#words[2] = (((c << 21) | (c >>> 11)) + sum) | 0
    this.#words[3] = (d + 1) | 0
    return sum >>> 0
  }

  /** A whole number from 0 up to, not including, a limit. */
  below(limit: number): number {
    return Math.floor((this.bits() / 2 ** 32) * limit)
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!
  }

  happens(probability: number): boolean {
    return this.bits() < probability * 2 ** 32
  }

  /** As the keys that sign-up gives out: 52 bits, never 0. */
  key(): number {
    return (this.bits() & 0xfffff) * 2 ** 32 + this.bits() || 1
  }

  /** A UUIDv7 of a moment, as its 16 bytes. */
  id(at: number): Uint8Array {
    const bytes = new Uint8Array(16)
    const view = new DataView(bytes.buffer)
    view.setUint32(0, Math.floor(at / 2 ** 16))
    view.setUint16(4, at % 2 ** 16)
    view.setUint16(6, 0x7000 | (this.bits() & 0x0fff))
    view.setUint32(8, 0x80000000 | (this.bits() & 0x3fffffff))
    view.setUint32(12, this.bits())
    return bytes
  }

  /** The same in its text form. */
  uuid(at: number): string {
    return formatId(this.id(at))
  }
}
