import { createClient } from '@redis/client'
import { expect, vi } from 'vitest'
import { type RedisProcess, startRedis } from './redis-process.ts'

export interface RedisClusterProcesses extends AsyncDisposable {
  readonly masters: readonly RedisProcess[]
}

/** A Redis Cluster of three masters, once each of them finds it whole. */
export async function startRedisCluster(): Promise<RedisClusterProcesses> {
  await using opened = new AsyncDisposableStack()
  const settings = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '1000']
  const masters = await Promise.all(
    [0, 1, 2].map(async () => opened.use(await startRedis([...settings, '--cluster-port', '0']))),
  )
  await using talking = new AsyncDisposableStack()
  const clients = await Promise.all(
    masters.map(async ({ url }) =>
      talking.adopt(await createClient({ url }).connect(), (client) => client.destroy()),
    ),
  )
  const ranges = [
    { start: 0, end: 5460 },
    { start: 5461, end: 10922 },
    { start: 10923, end: 16383 },
  ]
  await Promise.all(clients.map((client, i) => client.clusterAddSlotsRange(ranges[i]!)))
  for (const { port } of masters.slice(1)) await clients[0]!.clusterMeet('127.0.0.1', port)
  for (const client of clients) {
    const isWhole = /cluster_state:ok.*cluster_known_nodes:3/s
    await vi.waitFor(async () => expect(`${await client.clusterInfo()}`).toMatch(isWhole), 10_000)
  }
  const stack = opened.move()
  return { masters, [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose]() }
}
