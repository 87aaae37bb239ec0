import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RedisLink } from '../redis/redis-link.ts'
import { heardLog } from '../testing/heard-log.ts'
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

  const openBus = (epoch: string, log = heardLog()) =>
    RedisBus.open(new RedisLink({ url: cluster.masters[0]!.url, epoch, log, silentMs: 300 }), log)

  busSuite('redis cluster', async (log, count) => {
    const epoch = randomUUID()
    const link = () => new RedisLink({ url: cluster.masters[0]!.url, epoch, log: heardLog() })
    return Promise.all(Array.from({ length: count }, () => RedisBus.open(link(), log)))
  })

  test('a master that fails and comes back: all channels are heard again, on every master', async () => {
    const epoch = randomUUID()
    const log = heardLog()
    await using opened = new AsyncDisposableStack()
    const [here, there] = [await openBus(epoch), await openBus(epoch, log)]
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
    for (const stalled of [false, true]) {
      const master = cluster.masters[stalled ? 1 : 0]!
      const restored = new Promise<void>((heard) => there.onRestored(heard))
      if (stalled) master.signal('SIGSTOP')
      else await master.kill()
      await log.says(/^Redis is away/, stalled ? 2 : 1)
      for (const channel of channels) here.publish(channel, ['lost, or not'])
      if (stalled) master.signal('SIGCONT')
      else await master.start()
      await restored
    }
    missing.clear()
    for (const channel of channels) missing.add(channel)
    for (const channel of channels) here.publish(channel, ['hello'])
    await allHeard
    expect(log.errors).toEqual([])
  })
})
