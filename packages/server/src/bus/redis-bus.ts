/** For several processes: what one says, the others hear through Redis; within a process nothing depends on it. */
import { randomBytes } from 'node:crypto'
import type { OpenRedis } from '../redis/open-redis.ts'
import type { RedisLink } from '../redis/redis-link.ts'
import { within } from '../redis/within.ts'
import type { Log } from '../runtime.ts'
import type { Bus, Listener, Unsubscribe } from './bus.ts'
import { MemoryBus } from './memory-bus.ts'

/** Nobody's `hello` waits longer for a Redis that does not answer. */
const confirmMs = 1000
const subscribeBatch = 1000
/** Where a process says that it could not say all it had to. */
const losses = 'losses'

export class RedisBus implements Bus {
  readonly #link: RedisLink
  readonly #processId = randomBytes(9).toString('base64url')
  readonly #here: MemoryBus
  readonly #counts = new Map<string, number>([[losses, 1]])
  /** The last step of each channel that is being entered or left; the next one waits for it. */
  readonly #steps = new Map<string, Promise<void>>()
  readonly #restored = new Set<() => void>()
  #hasLost = false

  private constructor(link: RedisLink, log: Pick<Log, 'error'>) {
    this.#link = link
    this.#here = new MemoryBus(log)
  }

  /** Closes the link with itself. @throws RedisMistake when the settings are wrong; Redis may be away. */
  static async open(link: RedisLink, log: Pick<Log, 'error'>): Promise<RedisBus> {
    const bus = new RedisBus(link, log)
    await link.start({
      hears: (channel, text) => bus.#hears(channel.slice(link.prefix.length), text),
      begins: (redis) => bus.#begin(redis),
    })
    return bus
  }

  publish(channel: string, texts: readonly string[]): void {
    this.#here.publish(channel, texts)
    this.#tellOthers(channel, texts)
  }

  async subscribe(channel: string, listener: Listener): Promise<Unsubscribe> {
    const leaveHere = await this.#here.subscribe(channel, listener)
    const count = this.#counts.get(channel) ?? 0
    this.#counts.set(channel, count + 1)
    await within(
      confirmMs,
      count === 0 ? this.#step(channel) : (this.#steps.get(channel) ?? Promise.resolve()),
    )
    let isThere = true
    return async () => {
      if (!isThere) return
      isThere = false
      await leaveHere()
      this.#leave(channel)
    }
  }

  onRestored(listener: () => void): void {
    this.#restored.add(listener)
  }

  async close(): Promise<void> {
    this.#restored.clear()
    await this.#here.close()
    await this.#link.close()
  }

  #tellOthers(channel: string, texts: readonly string[]): void {
    const { redis, prefix } = this.#link
    if (redis === null) {
      this.#hasLost = true
      return
    }
    redis.publish(prefix + channel, JSON.stringify([this.#processId, ...texts])).then(
      () => this.#confessLoss(),
      () => {
        this.#hasLost = true
      },
    )
  }

  /** What was lost is not kept; the others ask for heads as if they had been away themselves. */
  #confessLoss(): void {
    if (!this.#hasLost) return
    this.#hasLost = false
    this.#tellOthers(losses, [])
  }

  #hears(channel: string, text: string): void {
    const [processId, ...texts] = parse(text)
    if (processId === undefined || processId === this.#processId) return
    if (channel === losses) this.#isRestored()
    else this.#here.publish(channel, texts)
  }

  async #begin(redis: OpenRedis): Promise<void> {
    this.#steps.clear()
    const channels = [...this.#counts.keys()]
    for (let i = 0; i < channels.length; i += subscribeBatch) {
      // Some have gone meanwhile, and some have been entered again by themselves.
      const batch = channels
        .slice(i, i + subscribeBatch)
        .filter((channel) => this.#counts.has(channel) && !this.#steps.has(channel))
      const entered = redis.subscribe(batch.map((channel) => this.#link.prefix + channel))
      for (const channel of batch) this.#follow(channel, entered)
      await entered
    }
    this.#confessLoss()
    this.#isRestored()
  }

  #isRestored(): void {
    for (const listener of this.#restored) listener()
  }

  #leave(channel: string): void {
    const count = this.#counts.get(channel)! - 1
    if (count > 0) this.#counts.set(channel, count)
    else {
      this.#counts.delete(channel)
      this.#step(channel)
    }
  }

  /** Enters a channel or leaves it: whatever is wanted by the time the step before is done. */
  #step(channel: string): Promise<void> {
    const { redis, prefix } = this.#link
    if (redis === null) return Promise.resolve()
    const before = this.#steps.get(channel) ?? Promise.resolve()
    const name = prefix + channel
    const done = before
      .then(() => (this.#counts.has(channel) ? redis.subscribe([name]) : redis.unsubscribe(name)))
      .catch((error) => this.#link.drop(redis, error))
    return this.#follow(channel, done)
  }

  #follow(channel: string, done: Promise<unknown>): Promise<void> {
    const step = done.then(
      () => {},
      () => {},
    )
    this.#steps.set(channel, step)
    void step.then(() => {
      if (this.#steps.get(channel) === step) this.#steps.delete(channel)
    })
    return step
  }
}

/** @returns nothing for what no process of ours has said. */
function parse(text: string): string[] {
  try {
    const said: unknown = JSON.parse(text)
    return Array.isArray(said) && said.every((part) => typeof part === 'string') ? said : []
  } catch {
    return []
  }
}
