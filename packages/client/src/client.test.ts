import { describe, expect, test } from 'vitest'
import { anasDevice } from './testing/anas-device.ts'
import { problem } from './testing/cast.ts'
import { settle } from './testing/hand-clock.ts'

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

  test('a server that says it is unavailable is told from one that does not answer', async () => {
    const { server, client, sockets, clock, online } = anasDevice()
    server.interfere = () => ({ status: 503, body: problem('unavailable', 503) })
    void client.start()
    await clock.pass(0)
    expect(client.getSnapshot()).toMatchObject({ status: 'waiting', isUnavailable: true })
    server.interfere = () => undefined
    await clock.pass(1000)
    await online()
    expect(client.getSnapshot()).toMatchObject({ status: 'online', isUnavailable: false })

    server.interfere = () => 'down'
    sockets.last.drop(1006)
    client.wake()
    sockets.last.drop(1006)
    await settle()
    expect(client.getSnapshot().isUnavailable).toBe(false)
    server.interfere = () => ({ status: 503, body: problem('unavailable', 503) })
    client.wake()
    sockets.last.drop(1006)
    await settle()
    expect(client.getSnapshot().isUnavailable).toBe(true)
  })

  test('what another tab has signed out of is forgotten without a request', async () => {
    const device = anasDevice()
    device.server.says('ben', 'ana', 'hello')
    await device.online()
    device.server.interfere = () => 'down'
    device.client.send('ben', 'unsent')
    await settle()
    const asked = device.server.asked.length
    device.client.forget()
    expect(device.client.getSnapshot()).toMatchObject({ status: 'signedOut', me: null, conversations: [] })
    expect(device.server.asked).toHaveLength(asked)
    device.server.interfere = () => undefined
    await device.client.signIn({ login: 'ana', password: 'secret' })
    expect(device.pending()).toEqual([])
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
