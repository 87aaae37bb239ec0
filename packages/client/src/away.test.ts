import { startTestServer } from '@chatapp/server/testing'
import { expect, test } from 'vitest'
import { createChatClient } from './index.ts'
import { LossyNetwork } from './testing/lossy-network.ts'

test('a thousand messages sent while a device is away are caught up with at most a dozen requests', async () => {
  await using server = await startTestServer()
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  await ben.send(ana, 'before')
  const network = new LossyNetwork(server.url, ana.cookie!)
  const requests: string[] = []
  const device = createChatClient({
    baseUrl: server.url,
    WebSocket: network.WebSocket,
    fetch: (url, init) => {
      requests.push(new URL(url).pathname + new URL(url).search)
      return network.fetch(url, init)
    },
  })
  const until = (claim: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => claim() && resolve()
      device.subscribe(look)
      look()
    })
  await device.start()
  await until(() => device.getSnapshot().isLoaded)
  await device.openChat('ben')
  // An answer that is still on its way would bring some of what is sent next.
  await until(() => device.getSnapshot().status === 'online')
  await expect.poll(() => network.isQuiet).toBe(true)
  network.isDown = true
  network.drop()

  for (let sent = 0; sent < 1000; sent += 50)
    await Promise.all(Array.from({ length: 50 }, (_, i) => ben.send(ana, `while away ${sent + i + 1}`)))
  requests.length = 0
  network.isDown = false
  device.wake()
  await until(() => device.getSnapshot().chat('ben').messages.length === 1001)

  expect(requests.length, requests.join('\n')).toBeLessThanOrEqual(12)
  const { messages, conversation } = device.getSnapshot().chat('ben')
  expect(messages.map(({ number }) => number)).toEqual(Array.from({ length: 1001 }, (_, i) => i + 1))
  expect(conversation).toMatchObject({ lastNumber: 1001, unread: 100 })
  device.stop()
  network.drop()
})
