// A whole client for ana, driven by hand: clock, socket and server.
import { expect } from 'vitest'
import { createChatClient } from '../client.ts'
import { memoryOutboxStore } from '../pending-send.ts'
import { handClock, settle } from './hand-clock.ts'
import { handSockets } from './hand-socket.ts'
import { PretendServer } from './pretend-server.ts'

export function anasDevice(server = new PretendServer(), outboxStore = memoryOutboxStore()) {
  const clock = handClock()
  const sockets = handSockets()
  const errors: unknown[] = []
  const client = createChatClient({
    ...{ baseUrl: 'http://chat/', fetch: server.fetch, WebSocket: sockets.WebSocket, outboxStore },
    ...{ runtime: clock.runtime, onError: (error) => errors.push(error) },
  })
  const chat = (peer = 'ben') => client.getSnapshot().chat(peer)
  return {
    ...{ server, clock, sockets, client, chat, errors },
    /** Signed in, the list loaded, every bell heard. */
    async online() {
      await client.start()
      server.ring = (frame) => sockets.last.say(frame)
      sockets.last.greet(server.head, server.epoch)
      await settle()
      server.asked.length = 0
    },
    /** Out of reach for a while: bells are lost. */
    async away(meanwhile: () => void) {
      sockets.last.drop(1006)
      server.ring = () => {}
      meanwhile()
      server.ring = (frame) => sockets.last.say(frame)
      client.wake()
      sockets.last.greet(server.head, server.epoch)
      await settle()
    },
    bodies: (peer = 'ben') => chat(peer).messages.map((shown) => ('body' in shown ? shown.body : 'hidden')),
    pending: (peer = 'ben') => chat(peer).pending.map(({ body, state }) => `${body}: ${state}`),
    /** What the device knows is what a fresh one would get. */
    expectInStep() {
      const { conversations } = client.getSnapshot()
      const bySeq = (a: { seq: number }, b: { seq: number }) => a.seq - b.seq
      expect([...conversations].sort(bySeq)).toEqual(server.conversations().sort(bySeq))
      expect(errors).toEqual([])
    },
  }
}
