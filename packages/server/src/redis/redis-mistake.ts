/** REDIS_URL is wrong, and waiting would not mend it: says what to do. */
export class RedisMistake extends Error {}

const wordsFor: readonly [pattern: RegExp, words: string][] = [
  [
    /^(WRONGPASS|NOAUTH|ERR invalid password|ERR AUTH)/,
    'Redis refuses the password. REDIS_URL carries it: redis://user:password@host:port.',
  ],
  [
    /^(NOPERM|DENIED)/,
    'Redis refuses this user or address. Its user needs all channels, and the keys chatapp:*.',
  ],
  [
    /^(Unknown RESP type|.*wrong version number|.*packet length too long)/,
    'What answers at REDIS_URL is not Redis, or speaks TLS where redis:// does not, or the reverse (rediss://).',
  ],
  [
    /^ERR unknown command/,
    'The Redis at REDIS_URL is too old: ChatApp needs 6.2, and 7.0 for Redis Cluster.',
  ],
  [/^ERR DB index/, 'REDIS_URL names a database that this Redis does not have. Leave it out.'],
]

/** @returns null for what may pass by itself. */
export function mistakeIn(error: Error): RedisMistake | null {
  const found = wordsFor.find(([pattern]) => pattern.test(error.message))
  return found ? new RedisMistake(found[1]) : null
}
