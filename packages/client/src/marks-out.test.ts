import { describe, expect, test } from 'vitest'
import { anasDevice } from './testing/anas-device.ts'
import { settle } from './testing/hand-clock.ts'

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
