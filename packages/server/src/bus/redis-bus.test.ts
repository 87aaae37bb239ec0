import { randomUUID } from 'node:crypto'
import { describe } from 'vitest'
import { RedisLink } from '../redis/redis-link.ts'
import { hasService, testRedisUrl } from '../testing/services.ts'
import { busSuite } from './bus-suite.ts'
import { RedisBus } from './redis-bus.ts'

describe.skipIf(!(await hasService('Redis', testRedisUrl, 6379)))('Redis', () => {
  busSuite('redis', async (log, count) => {
    const epoch = randomUUID()
    const open = () => RedisBus.open(new RedisLink({ url: testRedisUrl, epoch, log: quiet }), log)
    return Promise.all(Array.from({ length: count }, open))
  })
})

const quiet = { info() {}, warn() {} }
