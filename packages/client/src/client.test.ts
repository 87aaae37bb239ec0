import { afterEach, describe, expect, test } from 'vitest'
import { createChatClient } from './client.ts'
import { memoryOutboxStore, type PendingSend } from './pending-send.ts'
import { problem } from './testing/cast.ts'
import { handClock, settle } from './testing/hand-clock.ts'
import { handSockets } from './testing/hand-socket.ts'
import { PretendServer } from './testing/pretend-server.ts'

const running: { stop(): void }[] = []
afterEach(() => {
  for (const client of running.splice(0)) client.stop()
})

function anasDevice(server = new PretendServer(), outboxStore = memoryOutboxStore()) {
  const clock = handClock()
  const sockets = handSockets()
  const errors: unknown[] = []
  const client = createChatClient({
    ...{ baseUrl: 'http://chat/', fetch: server.fetch, WebSocket: sockets.WebSocket, outboxStore },
    ...{ runtime: clock.runtime, onError: (error) => errors.push(error) },
  })
  running.push(client)
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

describe('starting', () => {
  test('without a session ends signed out, without a socket', async () => {
    const { server, client, sockets } = anasDevice()
    server.interfere = (request) =>
      request === 'GET /me' ? { status: 401, body: problem('unauthenticated', 401) } : undefined
    await client.start()
    expect(client.getSnapshot()).toMatchObject({ status: 'signedOut', me: null })
    expect(sockets.opened).toHaveLength(0)
  })

  test('goes on by itself when the server cannot be reached at first', async () => {
    const { server, client, clock } = anasDevice()
    server.interfere = () => 'down'
    void client.start()
    await clock.pass(0)
    expect(client.getSnapshot().status).toBe('waiting')
    server.interfere = () => undefined
    await clock.pass(1000)
    expect(client.getSnapshot()).toMatchObject({ status: 'connecting', me: { username: 'ana' } })
  })

  test('loads the list, latest activity first, and asks the feed for what moved meanwhile', async () => {
    const device = anasDevice()
    device.server.says('ben', 'ana', 'first')
    device.server.says('chloe', 'ana', 'second')
    await device.online()
    const snapshot = device.client.getSnapshot()
    expect([snapshot.status, snapshot.isLoaded]).toEqual(['online', true])
    expect(snapshot.conversations.map(({ peer }) => peer.username)).toEqual(['chloe', 'ben'])
    device.expectInStep()
  })

  test('with a chat that was opened before the list came shows what was said in between', async () => {
    const device = anasDevice()
    await device.client.start()
    device.server.hold('GET /conversations')
    device.server.says('chloe', 'ana', 'earlier')
    device.sockets.last.greet(device.server.head)
    const opening = device.client.openChat('ben')
    await settle()
    device.server.says('ben', 'ana', 'in between')
    device.server.release('GET /conversations')
    await opening
    await settle()
    expect(device.bodies()).toEqual(['in between'])
    device.expectInStep()
  })

  test('leaves no timer behind when stopped, and goes on from where it stood', async () => {
    const device = anasDevice()
    await device.online()
    device.client.stop()
    expect([device.clock.timers, device.client.getSnapshot().status]).toEqual([0, 'stopped'])
    device.server.ring = () => {}
    device.server.says('ben', 'ana', 'meanwhile')
    await device.online()
    device.expectInStep()
  })

  test('again after a 401 as the same person keeps what is here', async () => {
    const device = anasDevice()
    device.server.says('ben', 'ana', 'hello')
    await device.online()
    device.sockets.last.drop(4401)
    expect(device.client.getSnapshot()).toMatchObject({ status: 'signedOut', me: null, conversations: [] })
    await device.client.signIn({ login: 'ana', password: 'secret' })
    expect(device.client.getSnapshot().conversations).toHaveLength(1)
  })

  test('a socket refused before it opened asks whether the session lives', async () => {
    const device = anasDevice()
    await device.online()
    device.server.interfere = () => ({ status: 401, body: problem('unauthenticated', 401) })
    device.sockets.last.drop(1006)
    device.client.wake()
    device.sockets.last.drop(1006)
    await settle()
    expect(device.client.getSnapshot().status).toBe('signedOut')
  })
})

describe('bells', () => {
  test('one new message costs one request', async () => {
    const device = anasDevice()
    device.server.says('ben', 'ana', 'one')
    await device.online()
    const { id } = device.server.says('ben', 'ana', 'two')
    await settle()
    expect(device.server.asked).toEqual([`GET /messages/${id}`])
    device.expectInStep()
  })

  test('several that wait are fetched with one request', async () => {
    const device = anasDevice()
    device.server.says('ben', 'ana', 'one')
    await device.online()
    device.server.hold('GET /messages/')
    const first = device.server.says('ben', 'ana', 'two')
    await settle()
    const [second, third] = ['three', 'four'].map((body) => device.server.says('ben', 'ana', body))
    await settle()
    device.server.release('GET /messages/')
    await settle()
    expect(device.server.asked.map(decodeURIComponent)).toEqual([
      `GET /messages/${first.id}`,
      `GET /messages?ids=${second!.id},${third!.id}`,
    ])
    device.expectInStep()
  })

  test('the first message of a conversation appears without a reload', async () => {
    const device = anasDevice()
    await device.online()
    device.server.says('chloe', 'ana', 'hello')
    await settle()
    expect(device.bodies('chloe')).toEqual(['hello'])
    device.expectInStep()
  })

  test('out of order wait for each other and need no feed', async () => {
    const device = anasDevice()
    device.server.says('ben', 'ana', 'one')
    await device.online()
    const frames: Parameters<PretendServer['ring']>[0][] = []
    device.server.ring = (frame) => frames.push(frame)
    for (const body of ['two', 'three', 'four']) device.server.says('ben', 'ana', body)
    for (const frame of frames.toReversed()) device.sockets.last.say(frame)
    await settle()
    expect(device.server.asked.some((request) => request.startsWith('GET /feed'))).toBe(false)
    device.expectInStep()
  })

  test('after a lost one the feed is asked, but only after fifty milliseconds', async () => {
    const device = anasDevice()
    await device.online()
    const { ring } = device.server
    device.server.ring = () => {}
    device.server.says('ben', 'ana', 'lost')
    device.server.ring = ring
    device.server.says('ben', 'ana', 'heard')
    await device.clock.pass(49)
    expect(device.server.asked).toEqual([])
    await device.clock.pass(1)
    expect(device.server.asked[0]).toBe('GET /feed?after=0&limit=100')
    device.expectInStep()
  })

  test('a lost last one is found by the next beat', async () => {
    const device = anasDevice()
    await device.online()
    device.server.ring = () => {}
    device.server.says('ben', 'ana', 'lost')
    device.sockets.last.say({ type: 'beat', head: 1 })
    await device.clock.pass(50)
    device.expectInStep()
  })

  test('a message that answers 404 is left to the feed', async () => {
    const device = anasDevice()
    device.server.says('ben', 'ana', 'one')
    await device.online()
    device.server.interfere = (request) =>
      request.startsWith('GET /messages/') ? { status: 404, body: problem('not_found', 404) } : undefined
    device.server.says('ben', 'ana', 'two')
    await settle()
    expect(device.server.asked[1]).toBe('GET /feed?after=1&limit=100')
    device.expectInStep()
  })

  test('an edit changes the message and its conversation', async () => {
    const device = anasDevice()
    device.server.says('ben', 'ana', 'one')
    await device.online()
    await device.client.openChat('Ben')
    device.server.edits('ben', 1, 'edited')
    await settle()
    expect(device.bodies()).toEqual(['edited'])
    device.expectInStep()
  })

  test('that fail by the network are taken again, in order', async () => {
    const device = anasDevice()
    await device.online()
    device.server.interfere = () => 'down'
    device.server.says('ben', 'ana', 'one')
    device.server.says('ben', 'ana', 'two')
    await device.clock.pass(2000)
    expect(device.bodies()).toEqual([])
    device.server.interfere = () => undefined
    await device.clock.pass(30_000)
    expect(device.bodies()).toEqual(['one', 'two'])
    device.expectInStep()
  })

  test('a head below the cursor that came late does not start anything over', async () => {
    const device = anasDevice()
    await device.online()
    device.server.says('ben', 'ana', 'one')
    await settle()
    device.server.asked.length = 0
    device.sockets.last.say({ type: 'beat', head: 0 })
    await settle()
    expect(device.server.asked).toEqual(['GET /feed?after=1&limit=100'])
    device.expectInStep()
  })
})

describe('catching up', () => {
  test('a thousand missed messages of one conversation cost a dozen requests at most', async () => {
    const device = anasDevice()
    for (let n = 1; n <= 20; n++) device.server.says('ben', 'ana', `${n}`)
    await device.online()
    await device.client.openChat('ben')
    device.server.asked.length = 0
    await device.away(() => {
      for (let n = 21; n <= 1020; n++) device.server.says('ben', 'ana', `${n}`)
    })
    expect(device.server.asked.length).toBeLessThanOrEqual(12)
    expect(device.bodies()).toEqual(Array.from({ length: 1015 }, (_, i) => `${i + 6}`))
    device.expectInStep()
  })

  test('after more than that only the newest page is fetched, and older ones when asked for', async () => {
    const device = anasDevice()
    for (let n = 1; n <= 20; n++) device.server.says('ben', 'ana', `${n}`)
    await device.online()
    await device.client.openChat('ben')
    device.server.asked.length = 0
    await device.away(() => {
      for (let n = 21; n <= 2000; n++) device.server.says('ben', 'ana', `${n}`)
    })
    expect(device.server.asked).toHaveLength(2)
    expect(device.bodies()).toEqual(Array.from({ length: 100 }, (_, i) => `${i + 1901}`))
    expect(device.chat().hasBefore).toBe(true)
    await device.client.loadOlder('ben')
    expect(device.bodies()[0]).toBe('1851')
  })

  test('an edit of a message that is here is fetched, one of a message that is not is left', async () => {
    const device = anasDevice()
    for (let n = 1; n <= 30; n++) device.server.says('ben', 'ana', `${n}`)
    await device.online()
    await device.client.openChat('ben')
    device.server.asked.length = 0
    await device.away(() => {
      device.server.edits('ben', 3, 'three')
      device.server.edits('ben', 29, 'twenty-nine')
    })
    expect(device.server.asked.filter((request) => request.includes('ids='))).toHaveLength(1)
    expect(device.bodies().at(-2)).toBe('twenty-nine')
    await device.client.loadOlder('ben')
    expect(device.bodies()[2]).toBe('three')
    device.expectInStep()
  })

  test('a page read before an edit and landing after it does not bring the old text back', async () => {
    const device = anasDevice()
    for (let n = 1; n <= 30; n++) device.server.says('ben', 'ana', `${n}`)
    await device.online()
    await device.client.openChat('ben')
    device.server.hold('GET /messages?with=ben&before')
    const older = device.client.loadOlder('ben')
    await settle()
    await device.away(() => device.server.edits('ben', 3, 'three'))
    device.server.release('GET /messages?with=ben&before')
    await older
    expect(device.bodies()[2]).toBe('three')
  })

  test('the same holds when the edit came by its bell', async () => {
    const device = anasDevice()
    for (let n = 1; n <= 30; n++) device.server.says('ben', 'ana', `${n}`)
    await device.online()
    await device.client.openChat('ben')
    device.server.hold('GET /messages?with=ben&before')
    const older = device.client.loadOlder('ben')
    await settle()
    device.server.edits('ben', 3, 'three')
    await settle()
    device.server.release('GET /messages?with=ben&before')
    await older
    expect(device.bodies()[2]).toBe('three')
  })

  test('the newest page of a changed conversation is fetched, and acknowledged', async () => {
    const device = anasDevice()
    await device.online()
    await device.away(() => {
      for (let n = 1; n <= 40; n++) device.server.says('ben', 'ana', `${n}`)
    })
    expect(device.bodies()).toHaveLength(15)
    expect(device.sockets.last.sent).toContainEqual({ type: 'ack', with: 'ben', number: 40 })
  })

  test('another life of the database drops everything and offers again what was sent', async () => {
    const device = anasDevice()
    device.server.says('ben', 'ana', 'one')
    await device.online()
    await device.client.openChat('ben')
    device.client.send('ben', 'two')
    await settle()
    await device.away(() => device.server.loses('ben', 1, 'second'))
    await settle()
    expect(device.bodies()).toEqual(['one', 'two'])
    expect(device.pending()).toEqual([])
    device.expectInStep()
  })

  test('a feed that knows less than the cursor starts over', async () => {
    const device = anasDevice()
    device.server.says('ben', 'ana', 'one')
    await device.online()
    await device.client.openChat('ben')
    device.server.says('ben', 'ana', 'two')
    await settle()
    device.server.loses('ben', 1, 'first')
    device.sockets.last.say({ type: 'beat', head: device.server.head })
    await settle()
    expect(device.bodies()).toEqual(['one'])
    device.expectInStep()
  })
})

describe('the outbox', () => {
  test('shows a send at once and turns it into the message, whichever of answer and bell comes first', async () => {
    for (const late of ['POST /messages', 'GET /messages/']) {
      const device = anasDevice()
      device.server.says('ben', 'ana', 'one')
      await device.online()
      await device.client.openChat('ben')
      device.server.hold(late)
      const id = device.client.send('ben', '  two ')
      expect(device.pending()).toEqual(['two: sending'])
      await settle()
      expect(device.pending()).toEqual([])
      expect(device.chat().messages.at(-1)).toMatchObject({ id, body: 'two' })
      device.server.release(late)
      await settle()
      expect(device.bodies()).toEqual(['one', 'two'])
      device.expectInStep()
    }
  })

  test('sends one after the other in each conversation', async () => {
    const device = anasDevice()
    await device.online()
    device.server.hold('POST /messages')
    for (const [to, body] of [
      ['ben', 'one'],
      ['ben', 'two'],
      ['chloe', 'aside'],
    ] as const)
      device.client.send(to, body)
    await settle()
    expect(device.server.messagesWith('ben').map(({ body }) => body)).toEqual(['one'])
    expect(device.server.messagesWith('chloe').map(({ body }) => body)).toEqual(['aside'])
    device.server.release('POST /messages')
    await settle()
    expect(device.server.messagesWith('ben').map(({ body }) => body)).toEqual(['one', 'two'])
    device.expectInStep()
  })

  test('tries again with the same ID after lost answers, and the message is there once', async () => {
    const device = anasDevice()
    await device.online()
    device.server.ring = () => {}
    let lost = 3
    device.server.interfere = (request) => (request === 'POST /messages' && lost-- > 0 ? 'lost' : undefined)
    device.client.send('ben', 'one')
    device.client.send('ben', 'two')
    await device.clock.pass(0)
    expect(device.pending()).toEqual(['one: queued', 'two: queued'])
    await device.clock.pass(60_000)
    expect(device.pending()).toEqual([])
    expect(device.server.messagesWith('ben').map(({ body }) => body)).toEqual(['one', 'two'])
  })

  test('waits as long as the server asks', async () => {
    const device = anasDevice()
    await device.online()
    let refusals = 1
    device.server.interfere = (request) =>
      request === 'POST /messages' && refusals-- > 0
        ? { status: 429, body: problem('rate_limited', 429, { retryAfter: 20 }) }
        : undefined
    device.client.send('ben', 'one')
    await device.clock.pass(19_999)
    expect(device.pending()).toEqual(['one: queued'])
    await device.clock.pass(1)
    expect(device.pending()).toEqual([])
  })

  test('does not repeat what was refused, lets the next one pass, and tries again when told', async () => {
    const device = anasDevice()
    await device.online()
    let refusals = 1
    device.server.interfere = (request) =>
      request === 'POST /messages' && refusals-- > 0
        ? { status: 403, body: problem('not_accepting', 403) }
        : undefined
    const id = device.client.send('ben', 'one')
    device.client.send('ben', 'two')
    await device.clock.pass(60_000)
    expect(device.chat().pending).toMatchObject([{ id, state: 'failed', problem: { code: 'not_accepting' } }])
    expect(device.server.messagesWith('ben').map(({ body }) => body)).toEqual(['two'])
    device.client.retry(id)
    await settle()
    expect(device.server.messagesWith('ben').at(-1)).toMatchObject({ id, body: 'one' })
    expect(device.pending()).toEqual([])
  })

  test('forgets a failed one when told', async () => {
    const device = anasDevice()
    await device.online()
    device.server.interfere = () => ({ status: 403, body: problem('not_accepting', 403) })
    const id = device.client.send('ben', 'one')
    await settle()
    device.client.discard(id)
    expect(device.pending()).toEqual([])
  })

  test('gives up after a day', async () => {
    const device = anasDevice()
    await device.online()
    device.server.interfere = (request) => (request === 'POST /messages' ? 'down' : undefined)
    device.client.send('ben', 'one')
    await device.clock.pass(24 * 60 * 60 * 1000 + 30_000)
    expect(device.chat().pending).toMatchObject([{ state: 'failed', problem: null }])
  })

  test('keeps what is pending through a 401 and sends it after signing in again', async () => {
    const device = anasDevice()
    await device.online()
    device.server.interfere = () => ({ status: 401, body: problem('unauthenticated', 401) })
    device.client.send('ben', 'one')
    await settle()
    expect(device.client.getSnapshot().status).toBe('signedOut')
    device.server.interfere = () => undefined
    await device.clock.pass(60_000)
    expect(device.server.messagesWith('ben')).toEqual([])
    await device.client.signIn({ login: 'ana', password: 'secret' })
    await settle()
    expect(device.server.messagesWith('ben').map(({ body }) => body)).toEqual(['one'])
  })

  test('survives a reload in order, and never sends what another person left', async () => {
    const server = new PretendServer()
    const kept = memoryOutboxStore()
    const before = anasDevice(server, kept)
    await before.online()
    server.interfere = (request) => (request === 'POST /messages' ? 'down' : undefined)
    before.client.send('ben', 'one')
    before.client.send('ben', 'two')
    await settle()
    before.client.stop()
    const foreign: PendingSend = { ...(await kept.load())[0]!, id: 'foreign', from: 'chloe' }
    await kept.save([...(await kept.load()), foreign])
    server.interfere = () => undefined
    const after = anasDevice(server, kept)
    await after.online()
    await settle()
    expect(server.messagesWith('ben').map(({ body }) => body)).toEqual(['one', 'two'])
    expect((await kept.load()).map(({ from, state }) => `${from}: ${state}`)).toEqual([
      ...['ana: confirmed', 'ana: confirmed', 'chloe: queued'],
    ])
  })

  test('is emptied by signing out', async () => {
    const kept = memoryOutboxStore()
    const device = anasDevice(new PretendServer(), kept)
    await device.online()
    device.server.interfere = (request) => (request === 'POST /messages' ? 'down' : undefined)
    device.client.send('ben', 'one')
    await settle()
    await device.client.signOut()
    await settle()
    expect(await kept.load()).toEqual([])
    expect(device.client.getSnapshot()).toMatchObject({ status: 'signedOut', me: null, conversations: [] })
  })
})

describe('marks', () => {
  test('of reading go out at most once a second, and the latest number wins', async () => {
    const device = anasDevice()
    for (let n = 1; n <= 5; n++) device.server.says('ben', 'ana', `${n}`)
    await device.online()
    for (const number of [2, 3, 5, 4]) device.client.markRead('ben', number)
    await device.clock.pass(999)
    const puts = () => device.server.asked.filter((request) => request.startsWith('PUT')).length
    expect(puts()).toBe(1)
    await device.clock.pass(1)
    expect(puts()).toBe(2)
    expect(device.client.getSnapshot().conversations[0]).toMatchObject({ readNumber: 5, unread: 0 })
    device.client.markRead('ben', 5)
    await device.clock.pass(2000)
    expect(puts()).toBe(2)
    device.expectInStep()
  })

  test('whose answer names the place of another change do not skip that change', async () => {
    const device = anasDevice()
    device.server.says('ben', 'ana', 'one')
    await device.online()
    device.server.ring = () => {}
    device.server.marks('ben', { readNumber: 1 })
    device.server.says('ben', 'ana', 'two')
    device.client.markRead('ben', 1)
    await device.clock.pass(50)
    expect(device.bodies()).toContain('two')
    device.expectInStep()
  })

  test('of delivery go out for what is here, once', async () => {
    const device = anasDevice()
    await device.online()
    for (const body of ['one', 'two', 'three']) device.server.says('ben', 'ana', body)
    await device.clock.pass(5000)
    const acks = () =>
      device.sockets.last.sent.filter((frame) => (frame as { type: string }).type === 'ack').slice(-1)
    expect(acks()).toEqual([{ type: 'ack', with: 'ben', number: 3 }])
    device.client.send('ben', 'four')
    await device.clock.pass(5000)
    expect(device.sockets.last.sent).toHaveLength(device.sockets.last.sent.indexOf(acks()[0]) + 1)
  })

  test('of the peer arrive by their bell alone', async () => {
    const device = anasDevice()
    device.server.says('ana', 'ben', 'one')
    await device.online()
    device.server.marks('ben', { peerDeliveredNumber: 1, peerReadNumber: 1 })
    await settle()
    expect(device.server.asked).toEqual([])
    device.expectInStep()
  })
})

describe('a snapshot', () => {
  test('is the same object, and has the same parts, as long as nothing changes', async () => {
    const device = anasDevice()
    device.server.says('ben', 'ana', 'one')
    device.server.says('chloe', 'ana', 'two')
    await device.online()
    await device.client.openChat('ben')
    const before = device.client.getSnapshot()
    expect(device.client.getSnapshot()).toBe(before)
    const ben = before.chat('ben')
    device.server.says('chloe', 'ana', 'three')
    await settle()
    const after = device.client.getSnapshot()
    expect(after).not.toBe(before)
    expect(after.chat('BEN')).toBe(ben)
    expect(after.chat('chloe')).not.toBe(before.chat('chloe'))
  })

  test('says when a chat is loaded, and whether there is more before', async () => {
    const device = anasDevice()
    for (let n = 1; n <= 20; n++) device.server.says('ana', 'ben', `${n}`)
    await device.online()
    expect(device.chat()).toMatchObject({ isLoaded: false, messages: [] })
    const opening = device.client.openChat('ben')
    await Promise.resolve()
    expect(device.chat().isLoading).toBe(true)
    await opening
    expect(device.chat()).toMatchObject({ isLoaded: true, isLoading: false, hasBefore: true })
    expect(device.bodies()).toHaveLength(15)
    await device.client.loadOlder('ben')
    expect(device.chat()).toMatchObject({ hasBefore: false, isLoadingOlder: false })
    expect(device.bodies()).toHaveLength(20)
  })
})
