import type { Message } from '@chatapp/contract'
import { expect, test } from 'vitest'
import { onUnread } from './on-unread.ts'
import { anasDevice } from './testing/anas-device.ts'
import { problem } from './testing/cast.ts'
import { settle } from './testing/hand-clock.ts'

/** Ana's program: what it was handed, and where the server has her read mark. */
function anasProgram(handle: (message: Message) => void | Promise<void> = () => {}) {
  const device = anasDevice()
  const heard: string[] = []
  const stop = onUnread(device.client, async (message) => {
    await handle(message)
    heard.push(`${message.from}: ${message.body}`)
  })
  const readNumber = (peer = 'ben') =>
    device.server.conversations().find((one) => one.peer.username === peer)?.readNumber
  return { ...device, heard, stop, readNumber }
}

test('what is unread comes first, in order, then each message as it arrives, and all of it is marked read', async () => {
  const { server, online, heard, readNumber, clock } = anasProgram()
  server.says('ben', 'ana', 'one')
  server.reads('ben', 1)
  for (const text of ['two', 'three']) server.says('ben', 'ana', text)
  server.says('chloe', 'ana', 'hello')
  await online()
  await clock.pass(0)
  expect(heard.toSorted()).toEqual(['ben: three', 'ben: two', 'chloe: hello'])
  expect(heard.indexOf('ben: two')).toBeLessThan(heard.indexOf('ben: three'))
  server.says('ben', 'ana', 'four')
  await settle()
  expect(heard.at(-1)).toBe('ben: four')
  await clock.pass(1000)
  await settle()
  expect([readNumber(), readNumber('chloe')]).toEqual([4, 1])
  expect(heard).toHaveLength(4)
})

test('more than a page of it is handed over to its end, without what she wrote herself', async () => {
  const { server, online, heard } = anasProgram()
  const texts = Array.from({ length: 130 }, (_, i) => `No. ${i}`)
  for (const text of texts) {
    server.says('ben', 'ana', text)
    if (text.endsWith('7')) server.marks('ben', { readNumber: 0 })
  }
  await online()
  await settle()
  expect(heard).toEqual(texts.map((text) => `ben: ${text}`))
  server.says('ana', 'ben', 'by her own hand')
  server.says('ben', 'ana', 'after it')
  await settle()
  expect(heard.at(-1)).toBe('ben: after it')
  expect(heard).toHaveLength(131)
})

test('while one is being handled the next waits; those of somebody else do not', async () => {
  let release = () => {}
  const isReleased = new Promise<void>((resolve) => {
    release = resolve
  })
  const { server, online, heard, readNumber } = anasProgram(({ body }) =>
    body === 'slow' ? isReleased : undefined,
  )
  await online()
  server.says('ben', 'ana', 'slow')
  server.says('ben', 'ana', 'quick')
  server.says('chloe', 'ana', 'hello')
  await settle()
  expect(heard).toEqual(['chloe: hello'])
  expect(readNumber()).toBe(0)
  release()
  await settle()
  expect(heard).toEqual(['chloe: hello', 'ben: slow', 'ben: quick'])
})

test('what was written while it was out of reach comes once it is back, each message once', async () => {
  const { server, online, away, heard } = anasProgram()
  await online()
  server.says('ben', 'ana', 'before')
  await settle()
  await away(() => {
    for (let i = 0; i < 40; i++) server.says('ben', 'ana', `away ${i}`)
  })
  await settle()
  expect(heard).toEqual(['ben: before', ...Array.from({ length: 40 }, (_, i) => `ben: away ${i}`)])
})

test('a page that does not come is asked for again when the program is back', async () => {
  const { server, online, client, clock, heard } = anasProgram()
  for (let i = 0; i < 3; i++) server.says('ben', 'ana', `${i}`)
  server.interfere = (request) => (request.startsWith('GET /messages') ? 'down' : undefined)
  await online()
  await clock.pass(0)
  expect(heard).toEqual([])
  client.stop()
  server.interfere = () => undefined
  await online()
  await settle()
  expect(heard).toEqual(['ben: 0', 'ben: 1', 'ben: 2'])
})

test('what the server refuses is not asked for again until there is more', async () => {
  const { server, online, clock, heard } = anasProgram()
  server.says('ben', 'ana', 'one')
  server.says('ben', 'ana', 'two')
  server.interfere = (request) =>
    request.startsWith('GET /messages?') ? { status: 403, body: problem('forbidden', 403) } : undefined
  await online()
  await clock.pass(0)
  const pages = () => server.asked.filter((request) => request.startsWith('GET /messages?')).length
  const asked = pages()
  await clock.pass(60_000)
  expect(pages()).toBe(asked)
  server.interfere = () => undefined
  server.says('ben', 'ana', 'three')
  await settle()
  expect(heard).toEqual(['ben: one', 'ben: two', 'ben: three'])
})

test('after it was ended nothing is handed over or marked', async () => {
  const { server, online, heard, stop, readNumber } = anasProgram()
  await online()
  stop()
  server.says('ben', 'ana', 'too late')
  await settle()
  expect(heard).toEqual([])
  expect(readNumber()).toBe(0)
})
