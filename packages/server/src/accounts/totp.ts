/** Codes by time, RFC 6238, with what every authenticator app takes: SHA-1, six digits, a new one every 30 seconds. */
import { createHmac, timingSafeEqual } from 'node:crypto'

export const stepMs = 30_000
/** A phone's clock may be a little wrong, and a person needs a moment to type. */
const stepsAround = [-1, 0, 1]

/** @param step how many times 30 seconds since 1970. */
export function codeAt(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const number = mac.readUInt32BE(mac.at(-1)! & 0xf) & 0x7fff_ffff
  return String(number % 1_000_000).padStart(6, '0')
}

/** @returns the step that a code is of, among those near the time; null when it is of none. */
export function stepOf(secret: Uint8Array, code: string, now: number): number | null {
  if (!/^[0-9]{6}$/.test(code)) return null
  const step = Math.floor(now / stepMs)
  const isOf = (step: number) => timingSafeEqual(Buffer.from(codeAt(secret, step)), Buffer.from(code))
  return stepsAround.map((away) => step + away).find(isOf) ?? null
}

const letters = 'abcdefghijklmnopqrstuvwxyz234567'

/** RFC 4648, in lower case, for a number of bytes that five divides. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return bits.replace(/.{5}/g, (five) => letters[Number.parseInt(five, 2)]!)
}
