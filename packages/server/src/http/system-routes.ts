import type { IncomingHttpHeaders } from 'node:http'
import type { Instance } from '@chatapp/contract'
import { Refused } from './refused.ts'
import type { Handlers } from './route.ts'

export interface SystemDeps {
  instance(headers: IncomingHttpHeaders): Promise<Instance>
  isClosing(): boolean
  /** Rejects when the database does not answer. */
  ping(): Promise<void>
  /** Event-loop delay, p99 of the last seconds, in milliseconds. */
  loopDelayMs(): number
}

export function systemRoutes({
  instance,
  isClosing,
  ping,
  loopDelayMs,
}: SystemDeps): Handlers<'getInstance' | 'getHealth' | 'getReadiness'> {
  return {
    getInstance: (_caller, _input, { request }) => instance(request.headers),
    getHealth: async () => ({ status: 'ok' }),
    getReadiness: async () => {
      if (isClosing()) throw new Refused('unavailable', { retryAfter: 5 })
      await ping()
      return { status: 'ready', loopDelayMs: loopDelayMs() }
    },
  }
}
