/** One connection to Redis, or those to a Redis Cluster. What breaks is not mended but replaced as a whole. */
import { createClient, createCluster, RedisClient } from '@redis/client'
import { orAborted } from './or-aborted.ts'
import { runScript } from './run-script.ts'

export interface OpenRedis {
  /** Where to begin next time, should the first address be gone. */
  readonly nodes: readonly RedisNode[]
  /** Names of channels under a prefix that lead, together, through every connection. */
  channelsThroughAll(prefix: string): Promise<string[]>
  publish(channel: string, text: string): Promise<unknown>
  subscribe(channels: readonly string[]): Promise<unknown>
  unsubscribe(channel: string): Promise<unknown>
  /** Runs a script on one key. */
  run(script: string, key: string, parameters: readonly number[]): Promise<unknown>
  destroy(): void
}

export interface RedisNode {
  host: string
  port: number
}

export interface RedisOptions {
  url: string
  /** Instead of the address in the URL. */
  node: RedisNode | undefined
  /** How long one may be silent. */
  silentMs: number
  /** Ends the attempt to connect. */
  signal: AbortSignal
  hears(channel: string, text: string): void
  isLost(error: Error): void
}

/** With more than this under way Redis is not keeping up: what comes then is lost instead of stored. */
const commandsMax = 10_000

/** @throws what stands in the way: an error of the socket, one that Redis answers, or the signal's. */
export async function openRedis(options: RedisOptions): Promise<OpenRedis> {
  const client = createClient(settingsFor(options))
  const isCluster = async () => {
    await client.connect()
    return /cluster_enabled:1/.test(await client.info('cluster'))
  }
  try {
    if (!(await orEnd(client, ['error'], options.signal, isCluster()))) return alone(client, options)
  } catch (error) {
    client.destroy()
    throw error
  }
  client.destroy()
  return openCluster(options)
}

type Client = ReturnType<typeof createClient>

function alone(client: Client, { hears, isLost }: RedisOptions): OpenRedis {
  client.on('error', isLost)
  const listen = (text: string, channel: string) => hears(channel, text)
  return {
    nodes: [],
    channelsThroughAll: async (prefix) => [prefix],
    publish: (channel, text) => client.publish(channel, text),
    subscribe: async (channels) => client.subscribe([...channels], listen),
    unsubscribe: async (channel) => client.unsubscribe(channel, listen),
    run: (script, key, parameters) =>
      runScript((command) => client.sendCommand(command), script, key, parameters),
    destroy: () => client.destroy(),
  }
}

async function openCluster(options: RedisOptions): Promise<OpenRedis> {
  const { commandOptions, ...defaults } = settingsFor(options)
  const { host, port } = defaults.socket
  const cluster = createCluster({ rootNodes: [{ socket: { host, port } }], defaults, commandOptions })
  const faults = ['error', 'node-error', 'sharded-channel-moved-error']
  try {
    await orEnd(cluster, faults, options.signal, cluster.connect())
  } catch (error) {
    cluster.destroy()
    throw error
  }
  for (const fault of faults) cluster.on(fault, options.isLost)
  const listen = (text: string, channel: string) => options.hears(channel, text)
  return {
    nodes: cluster.masters.map(({ host, port }) => ({ host, port })),
    async channelsThroughAll(prefix) {
      const found = new Map<unknown, string>()
      for (let i = 0; found.size < cluster.masters.length; i++) {
        const node = await cluster.getNodeClientForKey(`${prefix} ${i}`)
        if (!found.has(node)) found.set(node, `${prefix} ${i}`)
      }
      return [...found.values()]
    },
    publish: (channel, text) => cluster.sPublish(channel, text),
    subscribe: (channels) => Promise.all(channels.map((channel) => cluster.sSubscribe(channel, listen))),
    unsubscribe: async (channel) => cluster.sUnsubscribe(channel, listen),
    run: (script, key, parameters) =>
      runScript((command) => cluster.sendCommand(key, false, command), script, key, parameters),
    destroy: () => cluster.destroy(),
  }
}

function settingsFor({ url, node, silentMs }: RedisOptions) {
  const { socket, ...account } = RedisClient.parseURL(url)
  return {
    ...account,
    socket: {
      ...(socket as RedisNode),
      ...node,
      reconnectStrategy: false as const,
      connectTimeout: silentMs,
      // Pings come more often; this ends connections of the client's own that no ping goes through.
      socketTimeout: 5 * silentMs,
    },
    disableOfflineQueue: true,
    commandsQueueMaxLength: commandsMax,
    // Whoever waits has a limit of their own, and a timer for each command would cost as much as the command.
    commandOptions: { timeout: 0 },
  }
}

interface Emitter {
  on(event: string, listener: (error: Error) => void): unknown
}

/** What an attempt gives, unless a fault is told or the signal comes first. */
function orEnd<T>(emitter: Emitter, faults: string[], signal: AbortSignal, attempt: Promise<T>): Promise<T> {
  const failed = new Promise<never>((_, reject) => {
    // Stays, so that a later one is not uncaught.
    for (const fault of faults) emitter.on(fault, reject)
  })
  return orAborted(signal, Promise.race([attempt, failed]))
}
