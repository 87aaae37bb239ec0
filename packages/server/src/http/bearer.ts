import type { IncomingMessage } from 'node:http'

/**
 * The token of `Authorization: Bearer …`. Null: the request brings none, and a cookie may say who asks; other schemes
 * are for a proxy in front. Empty: there is no telling which token is meant, or whether any.
 */
export function bearerOf({ headers, rawHeaders }: IncomingMessage): string | null {
  const { authorization } = headers
  if (authorization === undefined) return null
  // Of two, Node shows the first.
  if (countOf(rawHeaders, 'authorization') > 1) return ''
  const [scheme = '', token = '', ...more] = authorization.split(' ')
  if (scheme.toLowerCase() !== 'bearer') return null
  return more.length === 0 ? token : ''
}

/** @param raw names and values in turn. */
function countOf(raw: readonly string[], name: string): number {
  let count = 0
  for (let i = 0; i < raw.length; i += 2)
    if (raw[i]!.length === name.length && raw[i]!.toLowerCase() === name) count++
  return count
}
