import { expect, test } from 'vitest'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { castPassword, startTestServer } from '../testing/index.ts'

test('of 300 who sign in at once all are answered, those beyond the queue with "later"', async () => {
  await using server = await startTestServer()
  const ana = await server.join('ana')
  const storm = Array.from({ length: 300 }, (_, i) => {
    const password = i % 3 === 0 ? 'not the password' : castPassword
    return server.stranger().call('signIn', { body: { login: i % 2 ? 'ana' : 'zoe', password } })
  })
  // Meanwhile nobody else waits for the hashes.
  const first = Promise.race(storm.slice(0, 40))
  const startedAt = performance.now()
  expect((await ana.call('getMe')).status).toBe(200)
  await first
  const others = performance.now() - startedAt

  const answers = await Promise.all(storm)
  expect(performance.now() - startedAt).toBeGreaterThan(others)
  const count = (status: number) => answers.filter((answer) => answer.status === status).length
  expect(count(200) + count(401) + count(503)).toBe(300)
  expect(count(200)).toBeGreaterThan(50)
  // 256 wait, the first few are done before the last have arrived.
  expect(count(503)).toBeGreaterThan(0)
  expect(count(503)).toBeLessThanOrEqual(44)
  for (const answer of answers)
    if (answer.status === 503) {
      expectRefusal(answer, 'unavailable')
      expect(answer.problem.retryAfter).toBeGreaterThan(0)
    }

  // Afterwards it is as if nothing had been.
  const late = await server.stranger().call('signIn', { body: { login: 'ana', password: castPassword } })
  expect(late.status).toBe(200)
  expect(server.unexpected).toEqual([])
}, 180_000)
