import { expect, test } from 'vitest'
import { createBackoff } from './backoff.ts'

const clock = { now: 0 }
const backoffWith = (random: number) => createBackoff({ now: () => clock.now, random: () => random })

test('the bound doubles from half a second to thirty seconds', () => {
  clock.now = 1_000_000
  const backoff = backoffWith(1)
  const bounds = Array.from({ length: 9 }, () => backoff.next())
  expect(bounds).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
})

test('every wait lies between nothing and the bound', () => {
  clock.now = 1_000_000
  const none = backoffWith(0)
  expect([none.next(), none.next()]).toEqual([0, 0])
  const half = backoffWith(0.5)
  expect([half.next(), half.next(), half.next()]).toEqual([250, 500, 1000])
})

test('a minute of calm after the wait begins again from the shortest one', () => {
  clock.now = 1_000_000
  const backoff = backoffWith(1)
  for (let failure = 0; failure < 4; failure++) backoff.next()
  clock.now += 4000 + 59_999
  expect(backoff.next()).toBe(8000)
  clock.now += 8000 + 60_000
  expect(backoff.next()).toBe(500)
})
