import { describe, expect, test } from 'vitest'
import { anasDevice } from './testing/anas-device.ts'
import { problem } from './testing/cast.ts'
import { settle } from './testing/hand-clock.ts'
import type { PretendServer } from './testing/pretend-server.ts'

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
