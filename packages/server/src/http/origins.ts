import type { IncomingMessage } from 'node:http'

/** The origins whose pages may act with a person's cookie: the public one, or loopback under any of its names. */
export function allowedOrigins(publicUrl: string | null, port: number): ReadonlySet<string> {
  if (publicUrl !== null) return new Set([publicUrl])
  return new Set(['localhost', '127.0.0.1', '[::1]'].map((host) => `http://${host}:${port}`))
}

/**
 * Whether a request that changes something may come from where it comes. Browsers always send an Origin with
 * these; programs need none. `Sec-Fetch-Site` cannot be forged by a page.
 */
export function comesFromHome({ headers }: IncomingMessage, origins: ReadonlySet<string>): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  return headers.origin === undefined || origins.has(headers.origin)
}
