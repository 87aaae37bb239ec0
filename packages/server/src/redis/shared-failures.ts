import { createHash } from 'node:crypto'
import type { RedisLink } from './redis-link.ts'
import { within } from './within.ts'

const patienceMs = 200

/** Answers the count and the milliseconds since it last changed, from the time it has left. */
const readScript = `
local count = redis.call('GET', KEYS[1])
return count and { tonumber(count), ARGV[1] - redis.call('PTTL', KEYS[1]) }
`

/** One more than Redis knows, or than the process that tells of it: Redis may have been away, or emptied. */
const addScript = `
local count = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), ARGV[2]) + 1
redis.call('SET', KEYS[1], count, 'PX', ARGV[1])
return { count, 0 }
`

/** Zero is remembered like any other count: it tells the others to forget theirs. */
const clearScript = `return redis.call('SET', KEYS[1], 0, 'PX', ARGV[1])`

/** Counts sign-ins that failed in any process. Without Redis it knows nothing, at most 200 ms late. */
export function shareFailures(link: RedisLink, keepMs: number) {
  const run = (script: string, key: string, ...parameters: number[]) => {
    // What people type as their login may be anything, even a password.
    const digest = createHash('sha256').update(key).digest('base64url')
    const answer = link.redis?.run(script, `${link.prefix}failures:${digest}`, [keepMs, ...parameters])
    return answer === undefined ? Promise.resolve(undefined) : within(patienceMs, answer)
  }
  return {
    async read(key: string): Promise<{ count: number; ageMs: number } | null> {
      const answer = await run(readScript, key)
      return Array.isArray(answer) ? { count: Number(answer[0]), ageMs: Number(answer[1]) } : null
    },
    /** @param before how many the caller knew of. */
    async add(key: string, before: number): Promise<void> {
      await run(addScript, key, before)
    },
    async clear(key: string): Promise<void> {
      await run(clearScript, key)
    },
  }
}
