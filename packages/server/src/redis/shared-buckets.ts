import type { ShareTake } from '../http/rate-limits.ts'
import type { RedisLink } from './redis-link.ts'

/** Moves on the time at which a bucket is full, by Redis' own clock. Answers the milliseconds until then. */
const takeScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) + ARGV[1]
local wait = math.ceil(full - now)
redis.call('SET', KEYS[1], string.format('%.3f', full), 'PX', wait)
return wait
`

interface Taken {
  refillMs: number
  hears(fullInMs: number): void
}

/**
 * Lets processes share their buckets: what one took, the others know a round trip after they take themselves. Nobody
 * waits for it, and without Redis each process counts alone.
 */
export function shareBuckets(link: RedisLink): ShareTake {
  let taken = new Map<string, Taken>()

  function report() {
    const reported = taken
    taken = new Map()
    for (const [key, { refillMs, hears }] of reported) {
      link.redis?.run(takeScript, `${link.prefix}limit:${key}`, [refillMs]).then(
        (fullInMs) => hears(Number(fullInMs)),
        () => {},
      )
    }
  }

  return (key, refillMs, hears) => {
    if (link.redis === null) return
    if (taken.size === 0) setImmediate(report)
    const before = taken.get(key)
    taken.set(key, { refillMs: refillMs + (before?.refillMs ?? 0), hears })
  }
}
