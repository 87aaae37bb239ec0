/** Keeps a process connected to Redis: tries for ever, notices silence, and says once that it is away, and back. */
import { randomBytes } from 'node:crypto'
import { setImmediate as afterReading, setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../runtime.ts'
import type { OpenRedis, RedisNode, RedisOptions } from './open-redis.ts'
import { orAborted } from './or-aborted.ts'
import { mistakeIn } from './redis-mistake.ts'

export interface LinkOptions {
  url: string
  /** Names the instance, so that several may share a Redis. */
  epoch: string
  log: Pick<Log, 'info' | 'warn'>
  /** How long Redis may be silent; two seconds unless a test is in a hurry. */
  silentMs?: number
}

export interface Listening {
  hears(channel: string, text: string): void
  /** A new connection, which knows nothing of the one before. */
  begins(redis: OpenRedis): Promise<void>
}

const retryMaxMs = 500

export class RedisLink {
  readonly prefix: string
  readonly #options: Required<LinkOptions>
  readonly #pingPrefix: string
  readonly #closing = new AbortController()
  /** Pings that were not heard yet. */
  readonly #unheard = new Set<string>()
  #redis: OpenRedis | null = null
  #isLost: (reason: Error) => void = () => {}
  #nodes: readonly RedisNode[] = []
  #isAwayTold = false
  #running = Promise.resolve()

  constructor(options: LinkOptions) {
    this.#options = { silentMs: 2000, ...options }
    this.prefix = `chatapp:${options.epoch}:`
    this.#pingPrefix = `${this.prefix}ping:${randomBytes(9).toString('base64url')}`
  }

  /** The connection, while there is one. */
  get redis(): OpenRedis | null {
    return this.#redis
  }

  /** Tries once, and goes on by itself. @throws RedisMistake when trying again would not help. */
  start(listening: Listening): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#running = this.#run(listening, resolve, reject)
    })
  }

  /** Gives a connection up for another one. */
  drop(redis: OpenRedis, reason: Error): void {
    if (redis === this.#redis) this.#isLost(reason)
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#running
  }

  async #run(listening: Listening, started: () => void, failed: (mistake: Error) => void): Promise<void> {
    const { log } = this.#options
    // Its client is large, and few have a Redis.
    const { openRedis } = await import('./open-redis.ts')
    let isStarted = false
    let failures = 0
    while (!this.#closing.signal.aborted) {
      const reason = await this.#live(openRedis, listening, failures, () => {
        failures = 0
        if (this.#isAwayTold) log.info('Redis is back.')
        this.#isAwayTold = false
        isStarted = true
        started()
      })
      if (this.#closing.signal.aborted) break
      const mistake = mistakeIn(reason)
      if (!isStarted && mistake) return failed(mistake)
      this.#tellAway(mistake ?? reason)
      isStarted = true
      started()
      await this.#pause(Math.min(retryMaxMs, 50 * 2 ** failures++))
    }
    started()
  }

  /** One connection, from the attempt to its end. @returns why it ended. */
  async #live(
    openRedis: (options: RedisOptions) => Promise<OpenRedis>,
    listening: Listening,
    failures: number,
    isUp: () => void,
  ): Promise<Error> {
    const { url, silentMs } = this.#options
    const life = new AbortController()
    const attempt = AbortSignal.any([this.#closing.signal, life.signal, AbortSignal.timeout(silentMs)])
    this.#isLost = (reason) => life.abort(reason)
    try {
      await using opened = new AsyncDisposableStack()
      const redis = opened.adopt(
        await openRedis({
          url,
          node: this.#nodes[(failures % (this.#nodes.length + 1)) - 1],
          silentMs,
          signal: attempt,
          hears: (channel, text) => this.#hears(listening, channel, text),
          isLost: this.#isLost,
        }),
        (redis) => redis.destroy(),
      )
      opened.defer(() => {
        this.#redis = null
        life.abort()
      })
      this.#nodes = redis.nodes
      const pings = await orAborted(attempt, redis.channelsThroughAll(this.#pingPrefix))
      await orAborted(attempt, redis.subscribe(pings))
      this.#redis = redis
      const ended = AbortSignal.any([life.signal, this.#closing.signal])
      const ending = orAborted(ended, this.#watch(redis, pings, ended))
      await Promise.race([ending, listening.begins(redis)])
      isUp()
      return await ending
    } catch (error) {
      return error as Error
    }
  }

  /** Hears its own pings, for as long as the connection is worth something. */
  async #watch(redis: OpenRedis, pings: string[], ended: AbortSignal): Promise<never> {
    this.#unheard.clear()
    while (true) {
      if (this.#unheard.size > 0) throw new Error('it is silent')
      for (const ping of pings) {
        this.#unheard.add(ping)
        redis.publish(ping, '').catch(() => {})
      }
      await sleep(this.#options.silentMs, undefined, { signal: ended })
      // This process may have been the one that stood still: what has arrived meanwhile comes first.
      await afterReading()
    }
  }

  #hears(listening: Listening, channel: string, text: string): void {
    if (!this.#unheard.delete(channel)) listening.hears(channel, text)
  }

  #tellAway(reason: Error & { code?: string }): void {
    if (this.#isAwayTold) return
    this.#isAwayTold = true
    const words = reason.message || reason.code || reason.name
    this.#options.log.warn(
      `Redis is away (${words}). Bells between processes wait for it, a heartbeat at most; all else goes on.`,
    )
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#closing.signal }).catch(() => {})
  }
}
