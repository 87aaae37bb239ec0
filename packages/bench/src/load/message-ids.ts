/** UUIDs of version 7, as text, made cheaply: the time, a counter, and what sets this process apart. */
import { randomBytes } from 'node:crypto'

const salt = randomBytes(4).toString('hex')
let lastMs = 0
let timePart = ''
let counter = 0

export function newMessageId(): string {
  const ms = Date.now()
  if (ms !== lastMs) {
    lastMs = ms
    const hex = ms.toString(16).padStart(12, '0')
    timePart = `${hex.slice(0, 8)}-${hex.slice(8)}-7`
  }
  counter = (counter + 1) % 0x1000000
  const count = counter.toString(16).padStart(6, '0')
  return `${timePart}${count.slice(0, 3)}-8${count.slice(3)}-${salt}0000`
}
