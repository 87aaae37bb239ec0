import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ChatClient, createChatClient } from './client.ts'
import { handClock } from './testing/hand-clock.ts'
import { handSockets } from './testing/hand-socket.ts'
import { PretendServer } from './testing/pretend-server.ts'

const peers = ['ben', 'chloe'] as const
const steps = [
  ...['peer says', 'peer says', 'peer says', 'ana says elsewhere', 'ana says here', 'ana says here'],
  ...['edit', 'edit', 'edit', 'ana reads', 'ana reads elsewhere', 'peer receives'],
  ...['open', 'older', 'older', 'drop', 'time'],
  ...['open around', 'open around', 'newer', 'newer', 'go to latest', 'another life'],
] as const

/** A network between ana's device and the server: bells and answers are late, out of order, or lost. */
function roughNetwork(chances: readonly number[]) {
  const clock = handClock()
  const server = new PretendServer()
  const sockets = handSockets()
  let at = 0
  let isRough = true
  const chance = () => (isRough ? chances[at++ % chances.length]! : 0)
  const later = (ms: number, task: () => void) => clock.runtime.setTimeout(task, ms)
  server.travel = () => new Promise((arrive) => later(chance() * 1.5, arrive))
  server.interfere = (request) => {
    if (!isRough || request === 'GET /me' || request === 'GET /instance') return undefined
    const luck = chance()
    return luck > 95 ? 'down' : luck > 90 ? 'lost' : undefined
  }
  server.ring = (frame) => {
    const socket = sockets.last
    if (chance() < 85) later(chance(), () => socket && !socket.isClosed && socket.say(frame))
  }
  const greet = () => sockets.last.greet(server.head, server.epoch)
  return {
    ...{ clock, server, sockets, greet },
    calm() {
      isRough = false
    },
  }
}

const script = fc.array(
  fc.record({
    step: fc.constantFrom(...steps),
    peer: fc.constantFrom(...peers),
    place: fc.nat({ max: 99 }),
    ms: fc.nat({ max: 120 }),
  }),
  { minLength: 5, maxLength: 60 },
)
/** Most are short; a long one has holes too large to be filled by themselves. */
const longAgo = fc.oneof(
  { weight: 3, arbitrary: fc.nat({ max: 40 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1050, max: 1300 }) },
)
const luck = fc.array(fc.nat({ max: 99 }), { minLength: 50, maxLength: 50 })

const numbersShown = (client: ChatClient, peer: string) =>
  client
    .getSnapshot()
    .chat(peer)
    .messages.map(({ number }) => number)

/** At any moment an old place shows no gap, and nothing pending. */
function expectRunInWindow(client: ChatClient, peer: string) {
  const { hasAfter, pending } = client.getSnapshot().chat(peer)
  if (!hasAfter) return
  const shown = numbersShown(client, peer)
  expect(pending).toEqual([])
  expect(shown).toEqual(shown.map((_, at) => shown[0]! + at))
}

/** At rest every chat shows a run of what the server has, up to the newest message unless it says otherwise. */
function expectRunOf(client: ChatClient, server: PretendServer, peer: string) {
  const { messages, hasBefore, hasAfter } = client.getSnapshot().chat(peer)
  const all = server.messagesWith(peer)
  const first = messages[0]?.number ?? all.length + 1
  expect(messages).toEqual(all.slice(first - 1, first - 1 + messages.length))
  if (messages.length === 0) return expect(hasAfter).toBe(false)
  expect(hasBefore).toBe(first > 1)
  expect(hasAfter).toBe(messages.at(-1)!.number < all.length)
}

test('whatever is late, lost or out of order, a device ends up with what a fresh one would get', async () => {
  await fc.assert(
    fc.asyncProperty(script, luck, longAgo, async (actions, chances, history) => {
      const { clock, server, sockets, greet, calm } = roughNetwork(chances)
      for (let n = 1; n <= history; n++) server.says(n % 3 ? 'ben' : 'ana', n % 3 ? 'ana' : 'ben', `old ${n}`)
      const errors: unknown[] = []
      const client = createChatClient({
        ...{
          baseUrl: 'http://chat',
          fetch: server.fetch,
          WebSocket: sockets.WebSocket,
          runtime: clock.runtime,
        },
        onError: (error) => errors.push(error),
      })
      void client.start()
      await clock.pass(1000)
      greet()
      const sent: string[] = []
      for (const { step, peer, place, ms } of actions) {
        const messages = server.messagesWith(peer)
        const number = 1 + (place % Math.max(1, messages.length))
        switch (step) {
          case 'peer says':
            server.says(peer, 'ana', `to ana ${place}`)
            break
          case 'ana says elsewhere':
            server.says('ana', peer, `from elsewhere ${place}`)
            break
          case 'ana says here':
            sent.push(client.send(peer, `from here ${place}`))
            break
          case 'edit':
            if (messages.length > 0) server.edits(peer, number, `edited ${place}`)
            break
          case 'ana reads':
            if (messages.length > 0) client.markRead(peer, number)
            break
          case 'ana reads elsewhere':
            if (messages.length > 0) server.reads(peer, number)
            break
          case 'peer receives':
            if (messages.length > 0) server.receives(peer, number)
            break
          case 'open':
            client.openChat(peer).catch(() => {})
            break
          case 'older':
            client.loadOlder(peer).catch(() => {})
            break
          case 'open around':
            client.openChat(peer, { around: number }).catch(() => {})
            break
          case 'newer':
            client.loadNewer(peer).catch(() => {})
            break
          case 'go to latest':
            client.showLatest(peer)
            break
          case 'another life':
            server.beginsAnew(`life ${place}`)
            break
          case 'drop':
            sockets.last.drop(1006)
            client.wake()
            greet()
            break
          case 'time':
            await clock.pass(ms * 10)
        }
        await clock.pass(ms)
        for (const peer of peers) expectRunInWindow(client, peer)
      }

      calm()
      await clock.pass(60_000)
      if (sockets.last.isClosed) await clock.pass(30_000)
      greet()
      await clock.pass(5000)
      for (const peer of peers) {
        expectRunOf(client, server, peer)
        while (client.getSnapshot().chat(peer).hasAfter) {
          await Promise.all([client.loadNewer(peer), clock.pass(500)])
          expectRunOf(client, server, peer)
        }
        await Promise.all([client.openChat(peer), clock.pass(5000)])
        while (client.getSnapshot().chat(peer).hasBefore)
          await Promise.all([client.loadOlder(peer), clock.pass(500)])
      }
      const snapshot = client.getSnapshot()
      client.stop()

      expect(errors).toEqual([])
      const named = (list: readonly { peer: { username: string } }[]) =>
        Object.fromEntries(list.map((item) => [item.peer.username, item]))
      expect(named(snapshot.conversations)).toEqual(named(server.conversations()))
      for (const peer of peers) {
        expect(snapshot.chat(peer).messages).toEqual(server.messagesWith(peer))
        expect(snapshot.chat(peer).pending).toEqual([])
      }
      const arrived = peers.flatMap((peer) => server.messagesWith(peer).map(({ id }) => id))
      expect(arrived.filter((id) => sent.includes(id)).sort()).toEqual(sent.sort())
      expect(clock.timers).toBe(0)
    }),
    { numRuns: Number(process.env.RUNS ?? 60) },
  )
}, 120_000)
