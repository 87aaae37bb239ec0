import type { SocketConstructor } from '@chatapp/client'
import type { TestPerson } from '@chatapp/server/testing'
import { WebSocket } from 'ws'

/** A WebSocket that opens as somebody's browser would, from a page of that origin. */
export function socketAs({ cookie }: TestPerson, origin: string): SocketConstructor {
  return class extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { cookie: cookie!, origin } })
    }
  } as unknown as SocketConstructor
}
