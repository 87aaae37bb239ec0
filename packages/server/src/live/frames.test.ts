import { limits } from '@chatapp/contract'
import { expect, test } from 'vitest'
import { answersPing } from '../testing/answers-ping.ts'
import { startTestServer, type TestSocket } from '../testing/index.ts'
import { TestClock } from '../testing/test-clock.ts'

const bad: Record<string, string | Buffer> = {
  'no JSON': 'hello',
  'half a frame': '{"type":"beat"',
  'nothing at all': '',
  'a number': '1',
  null: 'null',
  'a list': '[{"type":"beat"}]',
  'no type': '{}',
  'an unknown type': '{"type":"shout"}',
  "a server's type": '{"type":"hello","head":1,"epoch":"x","beatSeconds":1}',
  'an unknown field': '{"type":"beat","more":1}',
  'a missing field': '{"type":"ack","with":"ben"}',
  'a number as text': '{"type":"ack","with":"ben","number":"1"}',
  'a negative number': '{"type":"ack","with":"ben","number":-1}',
  'a broken number': '{"type":"ack","with":"ben","number":1.5}',
  'a username that cannot be': '{"type":"ack","with":"b n","number":1}',
  'a username of the wrong kind': '{"type":"ack","with":["ben"],"number":1}',
  'a prototype': '{"type":"beat","__proto__":{"x":1}}',
  'a binary frame': Buffer.from('{"type":"beat"}'),
}

test('what is no frame closes the socket that said it, and no other', async () => {
  await using server = await startTestServer()
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  await using bystander = ana.openSocket()
  await bystander.next('hello')
  for (const [what, frame] of Object.entries(bad)) {
    await using socket = ana.openSocket()
    await socket.next('hello')
    socket.ws.send(frame)
    expect(await socket.closed, what).toBe(4400)
    expect(socket.frames.at(-1), what).toEqual({ type: 'bye', code: 4400 })
  }
  await ben.send(ana, 'still there?')
  await bystander.next('message.created')
  expect(server.unexpected).toEqual([])
})

test('a frame of 4 KiB is read, and one byte more is too big', async () => {
  await using server = await startTestServer()
  const ana = await server.join('ana')
  await using socket = ana.openSocket()
  await socket.next('hello')
  socket.ws.send('{"type":"beat"}'.padEnd(limits.frameInBytes, ' '))
  await answersPing(socket)
  socket.ws.send('{"type":"beat"}'.padEnd(limits.frameInBytes + 1, ' '))
  expect(await socket.closed).toBe(1009)
})

test('what breaks the protocol closes the socket, and the server goes on', async () => {
  await using server = await startTestServer()
  const ana = await server.join('ana')
  const unmasked = Buffer.from([0x81, 0x02, 0x7b, 0x7d])
  const reserved = Buffer.from([0xf1, 0x80, 0, 0, 0, 0])
  const invalidText = Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28])
  for (const [bytes, code] of [
    [unmasked, 1002],
    [reserved, 1002],
    [invalidText, 1007],
  ] as const) {
    await using socket = ana.openSocket()
    await socket.next('hello')
    rawStreamOf(socket).write(bytes)
    expect(await socket.closed).toBe(code)
  }
  await expect.poll(() => server.app.hub.socketCount).toBe(0)
  expect(server.unexpected).toEqual([])
})

test('more than twenty frames at once are too many, whichever device they come from', async () => {
  const clock = new TestClock()
  await using server = await startTestServer({
    env: { RATE_LIMIT: 'on', REDIS_URL: '' },
    runtime: { now: clock.now },
  })
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  await using phone = ana.openSocket()
  await using laptop = ana.openSocket()
  await using bens = ben.openSocket()
  await Promise.all([phone.next('hello'), laptop.next('hello'), bens.next('hello')])

  for (let i = 0; i < 15; i++) phone.say({ type: 'beat' })
  await answersPing(phone)
  for (let i = 0; i < 5; i++) laptop.say({ type: 'beat' })
  await answersPing(laptop)
  clock.pass(1000)
  for (let i = 0; i < 20; i++) laptop.say({ type: 'beat' })
  await answersPing(laptop)

  phone.say({ type: 'beat' })
  expect(await phone.closed).toBe(4429)
  expect(phone.frames.at(-1)).toEqual({ type: 'bye', code: 4429 })
  bens.say({ type: 'beat' })
  await answersPing(bens)
})

test('frames stay within 200 bytes for the longest names and the highest numbers', async () => {
  await using server = await startTestServer()
  const [long, peer] = ['a'.repeat(32), 'b'.repeat(32)]
  const [ana, ben] = [await server.join(long), await server.join(peer)]
  await ana.send(ben, 'first')
  const high = Number.MAX_SAFE_INTEGER - 10
  const { db } = server.app.storage
  await db.updateTable('feeds').set({ head: high }).execute()
  await db
    .updateTable('members')
    .set({ last_number: high, read_number: high - 5, peer_read_number: high - 5 })
    .execute()
  await using socket = ana.openSocket()
  const sizes: number[] = []
  socket.ws.on('message', (bytes: Buffer) => sizes.push(bytes.length))
  await using bens = ben.openSocket()
  await Promise.all([socket.next('hello'), bens.next('hello')])

  bens.say({ type: 'ack', with: long, number: high - 2 })
  await socket.next('marks')
  await ana.call('markRead', { params: { username: peer }, body: { number: high - 1 } })
  expect((await socket.next('marks')).read).toBe(high - 1)
  await ben.send(ana, 'x'.repeat(8000))
  await socket.next('message.created')

  expect(socket.frames.map(({ type }) => type)).toEqual(['hello', 'marks', 'marks', 'message.created'])
  expect(Math.max(...sizes)).toBeLessThanOrEqual(limits.frameOutBytes)
})

const rawStreamOf = ({ ws }: TestSocket) => (ws as unknown as { _socket: NodeJS.WritableStream })._socket
