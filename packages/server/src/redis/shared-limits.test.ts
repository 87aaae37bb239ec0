import { randomUUID } from 'node:crypto'
import { createClient } from '@redis/client'
import { describe, expect, test } from 'vitest'
import { forgetAfterMs, SignInGuard } from '../accounts/sign-in-guard.ts'
import { RateLimits } from '../http/rate-limits.ts'
import { freePort } from '../testing/free-port.ts'
import { heardLog } from '../testing/heard-log.ts'
import { type RedisProcess, startRedis } from '../testing/redis-process.ts'
import { hasProgram, hasService, testRedisUrl } from '../testing/services.ts'
import { hourMs } from '../testing/test-clock.ts'
import { RedisLink } from './redis-link.ts'
import { shareBuckets } from './shared-buckets.ts'
import { shareFailures } from './shared-failures.ts'

async function startLinks(url: string) {
  await using opened = new AsyncDisposableStack()
  const epoch = randomUUID()
  const links = [0, 1].map(() => new RedisLink({ url, epoch, log: heardLog() }))
  for (const link of links) {
    opened.defer(() => link.close())
    await link.start({ hears() {}, begins: async () => {} })
  }
  const stack = opened.move()
  return { links, [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose]() }
}

/** The limits of a process, and when it has heard of all that it took. @param aheadMs how far its clock is ahead. */
function startLimits(link: RedisLink, aheadMs = 0) {
  const share = shareBuckets(link)
  let reports: Promise<void>[] = []
  const limits = new RateLimits(
    true,
    () => Date.now() + aheadMs,
    (key, refillMs, hears) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      reports.push(promise)
      share(key, refillMs, (fullInMs) => {
        hears(fullInMs)
        for (const done of resolvers.splice(0)) done()
      })
      resolvers.push(resolve)
    },
  )
  const resolvers: (() => void)[] = []
  return {
    takeAll() {
      let count = 0
      while (limits.tryTake('sends', 7) === 0) count++
      return count
    },
    take: () => limits.tryTake('sends', 7),
    async haveHeard() {
      await Promise.all(reports)
      reports = []
    },
  }
}

describe.skipIf(!(await hasService('Redis', testRedisUrl, 6379)))('Limits that processes share', () => {
  test('what one process took, another one knows after its first take, whatever their clocks say', async () => {
    await using opened = await startLinks(testRedisUrl)
    const [here, there] = [startLimits(opened.links[0]!), startLimits(opened.links[1]!, hourMs)]
    expect(here.takeAll()).toBe(30)
    await here.haveHeard()

    expect(there.take()).toBe(0)
    await there.haveHeard()

    const waitMs = there.take()
    expect(waitMs).toBeGreaterThan(200)
    // Thirty and one were taken at about five a second.
    expect(waitMs).toBeLessThanOrEqual(401)
  })

  test('without Redis each process limits alone', async () => {
    await using opened = await startLinks(`redis://127.0.0.1:${await freePort()}`)
    for (const link of opened.links) expect(startLimits(link).takeAll()).toBe(30)
  })

  test('failed sign-ins count wherever they were tried, and a success clears them everywhere', async () => {
    await using opened = await startLinks(testRedisUrl)
    const [here, there] = startGuards(opened.links)
    for (let i = 0; i < 3; i++) await here.failed('ana', '192.0.2.1')
    for (let i = 0; i < 4; i++) await there.failed('ANA', '192.0.2.1')
    await expectToWait(here)
    await expectToWait(there)
    await here.ask('ben', '192.0.2.1')
    here.check('ben', '192.0.2.1')

    await there.succeeded('ana', '192.0.2.1')

    await here.ask('ana', '192.0.2.1')
    here.check('ana', '192.0.2.1')
  })
})

describe.skipIf(!hasProgram('redis-server'))('Limits over a Redis that fails', () => {
  test('what an emptied Redis has forgotten, the process that counted it brings back', async () => {
    await using redis = await startRedis()
    await using opened = await startLinks(redis.url)
    const [here, there] = startGuards(opened.links)
    for (let i = 0; i < 6; i++) await here.failed('ana', '192.0.2.1')
    await empty(redis)
    await expectToWait(here)
    await here.failed('ana', '192.0.2.1')
    await expectToWait(there)
  })

  test('a Redis that stands still holds a sign-in up for a fifth of a second', async () => {
    await using redis = await startRedis()
    await using opened = await startLinks(redis.url)
    const [here] = startGuards(opened.links)
    redis.signal('SIGSTOP')
    const since = performance.now()
    await here.ask('ana', '192.0.2.1')
    expect(performance.now() - since).toBeLessThan(1500) // long before a link gives Redis up
  })
})

function startGuards(links: readonly RedisLink[]): [SignInGuard, SignInGuard] {
  const guards = links.map((link) => new SignInGuard(true, Date.now, shareFailures(link, forgetAfterMs)))
  return [guards[0]!, guards[1]!]
}

async function expectToWait(guard: SignInGuard): Promise<void> {
  await guard.ask('ana', '192.0.2.1')
  expect(() => guard.check('ana', '192.0.2.1')).toThrow('rate_limited')
}

async function empty({ url }: RedisProcess): Promise<void> {
  const client = await createClient({ url }).connect()
  await client.flushAll()
  client.destroy()
}
