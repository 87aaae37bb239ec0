import { describe, expect, test } from 'vitest'
import { anasDevice } from './testing/anas-device.ts'
import { settle } from './testing/hand-clock.ts'

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

  test('a message that comes before its bell, while the one below it is missing, leaves no hole', async () => {
    const device = anasDevice()
    for (let n = 1; n <= 20; n++) device.server.says('ben', 'ana', `${n}`)
    await device.online()
    await device.client.openChat('ben')
    let newestPages = 0
    device.server.interfere = (request) =>
      request.endsWith('ben&limit=1') && ++newestPages === 2 ? 'down' : undefined
    for (const request of ['GET /feed', 'GET /messages/']) device.server.hold(request)
    await device.away(() => device.server.says('ben', 'ana', '21'))
    device.server.says('ben', 'ana', '22')
    device.server.release('GET /feed')
    await settle()
    device.server.release('GET /messages/')
    await device.clock.pass(5000)
    expect(device.bodies().slice(-3)).toEqual(['20', '21', '22'])
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
    expect(device.server.asked.filter((request) => request !== 'GET /me')).toHaveLength(2)
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

  test('the newest page is fetched anew when another life of the database makes it void', async () => {
    const device = anasDevice()
    await device.online()
    device.server.hold('GET /messages?with=ben')
    await device.away(() => {
      for (let n = 1; n <= 40; n++) device.server.says('ben', 'ana', `${n}`)
    })
    await device.away(() => device.server.beginsAnew('second'))
    device.server.release('GET /messages?with=ben')
    await settle()
    expect(device.bodies()).toHaveLength(15)
    device.expectInStep()
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
