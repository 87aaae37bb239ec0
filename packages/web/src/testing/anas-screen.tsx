// Ana in front of a screen: the real client over a server in memory, and whatever part of the app a test draws.
import { createChatClient, memoryOutboxStore } from '@chatapp/client'
import { handSockets, PretendServer } from '@chatapp/client/testing'
import type { ReactNode } from 'react'
import { expect } from 'vitest'
import { render } from 'vitest-browser-react'
import { ClientContext } from '../use-chat.ts'

/** Ben has written her that many messages, all of them unread unless told otherwise; she is online. */
export async function anasScreen({ fromBen = 0, isRead = false } = {}) {
  const server = new PretendServer()
  for (let number = 1; number <= fromBen; number++) server.says('ben', 'ana', `No. ${number}`)
  if (isRead) server.reads('ben', fromBen)
  const sockets = handSockets()
  const client = createChatClient({
    ...{ baseUrl: 'http://chat.test', fetch: server.fetch, WebSocket: sockets.WebSocket },
    outboxStore: memoryOutboxStore(),
  })
  await client.start()
  server.ring = (frame) => sockets.last.say(frame)
  sockets.last.greet(server.head)
  await expect.poll(() => client.getSnapshot().isLoaded).toBe(true)
  return {
    client,
    server,
    sockets,
    /** In a box as high as the window, as panes are. */
    draw: (part: ReactNode) =>
      render(
        <ClientContext value={client}>
          <div className="grid h-dvh grid-rows-[minmax(0,1fr)]">{part}</div>
        </ClientContext>,
      ),
  }
}
