import { describe, expect, test } from 'vitest'
import { memoryOutboxStore, type PendingSend } from './pending-send.ts'
import { anasDevice } from './testing/anas-device.ts'
import { problem } from './testing/cast.ts'
import { settle } from './testing/hand-clock.ts'
import { PretendServer } from './testing/pretend-server.ts'

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
