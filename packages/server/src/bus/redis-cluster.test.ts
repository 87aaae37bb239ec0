import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RedisLink } from '../redis/redis-link.ts'
import { shareBuckets } from '../redis/shared-buckets.ts'
import { type HeardLog, heardLog } from '../testing/heard-log.ts'
import { type RedisClusterProcesses, startRedisCluster } from '../testing/redis-cluster.ts'
import { hasProgram } from '../testing/services.ts'
import { busSuite } from './bus-suite.ts'
import { RedisBus } from './redis-bus.ts'

describe.skipIf(!hasProgram('redis-server'))('Redis Cluster', () => {
  let cluster: RedisClusterProcesses
  beforeAll(async () => {
    cluster = await startRedisCluster()
  })
  afterAll(() => cluster[Symbol.asyncDispose]())

  const openBus = (epoch: string, log: HeardLog) =>
    RedisBus.open(new RedisLink({ url: cluster.masters[0]!.url, epoch, log, silentMs: 300 }), log)

  busSuite('redis cluster', async (log, count) => {
    const epoch = randomUUID()
    const link = () => new RedisLink({ url: cluster.masters[0]!.url, epoch, log: heardLog() })
    return Promise.all(Array.from({ length: count }, () => RedisBus.open(link(), log)))
  })

  test('buckets are shared, whichever master holds them', async () => {
    const link = new RedisLink({ url: cluster.masters[0]!.url, epoch: randomUUID(), log: heardLog() })
    await link.start({ hears() {}, begins: async () => {} })
    await using opened = new AsyncDisposableStack()
    opened.defer(() => link.close())
    const share = shareBuckets(link)
    const take = (key: string) => new Promise<number>((resolve) => share(key, 60_000, resolve))
    const keys = Array.from({ length: 20 }, (_, i) => `sends ${i}`)
    await Promise.all(keys.map(take))
    for (const fullInMs of await Promise.all(keys.map(take))) expect(fullInMs).toBeGreaterThan(100_000)
  })

  test('a master that fails and comes back: all channels are heard again, on every master', async () => {
    const epoch = randomUUID()
    const logs = [heardLog(), heardLog()] as const
    await using opened = new AsyncDisposableStack()
    const [here, there] = await Promise.all([openBus(epoch, logs[0]), openBus(epoch, logs[1])])
    opened.adopt(here, (bus) => bus.close())
    opened.adopt(there, (bus) => bus.close())
    const channels = Array.from({ length: 60 }, (_, i) => `person:${i}`)
    const missing = new Set(channels)
    const { promise: allHeard, resolve } = Promise.withResolvers<void>()
    for (const channel of channels) {
      await there.subscribe(channel, () => {
        missing.delete(channel)
        if (missing.size === 0) resolve()
      })
    }
    const say = async (pattern: RegExp, times: number) =>
      void (await Promise.all(logs.map((log) => log.says(pattern, times))))
    const [first, second] = cluster.masters

    await first!.kill()
    await say(/^Redis is away/, 1)
    for (const channel of channels) here.publish(channel, ['lost'])
    await first!.start()
    await say(/^Redis is back/, 1)

    second!.signal('SIGSTOP')
    await say(/^Redis is away/, 2)
    second!.signal('SIGCONT')
    await say(/^Redis is back/, 2)

    expect(missing.size).toBe(channels.length)
    for (const channel of channels) here.publish(channel, ['hello'])
    await allHeard
    expect(logs.flatMap(({ errors }) => errors)).toEqual([])
  })
})
