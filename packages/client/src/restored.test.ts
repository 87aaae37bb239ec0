import type { MessageState } from '@chatapp/contract'
import {
  copyData,
  readHistory,
  runChatapp,
  startTestServer,
  type TestPerson,
  type TestServer,
  temporaryFolder,
} from '@chatapp/server/testing'
import { expect, test } from 'vitest'
import { createChatClient } from './index.ts'
import { LossyNetwork } from './testing/lossy-network.ts'

test('a device that had more than the copy begins anew with it, and gives back what it had sent', async () => {
  using original = temporaryFolder()
  const first = await startTestServer({ dataDir: original.path })
  const port = new URL(first.url).port
  const [ana, ben] = [await first.join('ana'), await first.join('ben')]
  await ben.send(ana, 'before the copy')
  await first[Symbol.asyncDispose]()
  using copy = await copyData(original.path)

  // After the copy it goes on: what Ben says is lost with the machine, what Ana says is on her device too.
  const second = await startTestServer({ dataDir: original.path, env: { PORT: port } })
  const network = new LossyNetwork(second.url, ana.cookie!)
  const device = createChatClient({
    baseUrl: second.url,
    fetch: network.fetch,
    WebSocket: network.WebSocket,
  })
  const bodies = () => device.getSnapshot().chat('ben').messages.map(textOf)
  await device.start()
  await device.openChat('ben')
  await ben.send(ana, 'lost with the machine')
  device.send('ben', 'kept by a device')
  await expect.poll(bodies).toEqual(['before the copy', 'lost with the machine', 'kept by a device'])
  await expect.poll(() => device.getSnapshot().chat('ben').pending.length, { timeout: 10_000 }).toBe(0)
  await expect.poll(() => network.isQuiet).toBe(true)
  network.isDown = true
  network.drop()
  await second[Symbol.asyncDispose]()

  expect(await runChatapp(['restored'], { DATA_DIR: copy.path })).toMatchObject({ code: 0, stderr: '' })
  await using third = await startTestServer({ dataDir: copy.path, env: { PORT: port } })
  const [anaThere, benThere] = [ana, ben].map((person) => comesBack(third, person))
  // The place where the device stood is another message's now, and the feed has passed it.
  for (const body of ['one', 'two', 'three', 'four']) await benThere!.send(anaThere!, body)
  network.isDown = false
  device.wake()

  const after = ['before the copy', 'one', 'two', 'three', 'four', 'kept by a device']
  await expect.poll(bodies, { timeout: 10_000 }).toEqual(after)
  const history = await readHistory(benThere!, 'ana')
  expect(history.map(textOf)).toEqual(after)
  device.stop()
  network.drop()
})

const textOf = (message: MessageState) => ('body' in message ? message.body : null)

const comesBack = (server: TestServer, { cookie, me }: TestPerson): TestPerson =>
  Object.assign(server.stranger(), { cookie, me })
