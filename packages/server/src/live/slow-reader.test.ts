import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { personChannel } from '../bus/bus.ts'
import { answersPing } from '../testing/answers-ping.ts'
import { handTicks } from '../testing/hand-ticks.ts'
import { MemoryBus, startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'

const backlogMax = 64 * 1024
const bell = JSON.stringify({ type: 'message.created', id: '01890000-0000-7000-8000-000000000000', seq: 1 })
const group = Array.from({ length: 100 }, () => bell)

/** A server whose bells can be rung by hand, and whose side of the connections can be looked at. */
async function startWithBells() {
  const bus = new MemoryBus()
  const server = await startTestServer({ bus })
  const connections: Socket[] = []
  server.app.http.server.on('connection', (connection: Socket) => connections.push(connection))
  const ana = await server.join('ana')
  const ben = await server.join('ben')
  const channel = personChannel(await keyOf(server, ben))
  return {
    server,
    ana,
    ben,
    ring: () => bus.publish(channel, group),
    /** The most that waits for any reader, beyond what the system's own buffers took. */
    queuedBytes: () => Math.max(...connections.map(({ writableLength }) => writableLength)),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

async function keyOf({ app }: TestServer, { username }: TestPerson): Promise<number> {
  const found = app.storage.db.selectFrom('auth_user').select('key').where('username', '=', username)
  return (await found.executeTakeFirstOrThrow()).key
}

/** Rings until the reader is behind, and then as often again. */
function flood({ ring, queuedBytes }: Awaited<ReturnType<typeof startWithBells>>): void {
  let rings = 0
  for (; queuedBytes() <= backlogMax; rings++) ring()
  for (; rings > 0; rings--) ring()
}

test('who reads slowly gets one frame for all the bells that were too many, and then goes on', async () => {
  using ticks = handTicks()
  await using bells = await startWithBells()
  const { server, ana, ben, queuedBytes } = bells
  await using slow = ben.openSocket()
  await slow.next('hello')
  slow.ws.pause()

  flood(bells)
  const queued = queuedBytes()
  const missed = await ana.send(ben, 'not rung')
  ticks.pass(1)
  await ana.call('getMe')

  expect(queued).toBeGreaterThan(backlogMax)
  expect(queued).toBeLessThan(backlogMax + 2 * bell.length)
  expect(queuedBytes()).toBe(queued)

  slow.ws.resume()
  await answersPing(slow)
  // The last of the backlog may leave a moment later.
  await expect.poll(queuedBytes, { timeout: 10_000 }).toBe(0)
  ticks.pass(1)
  expect(await slow.next('behind')).toEqual({ type: 'behind', head: 1 })
  const { id } = await ana.send(ben, 'rung again')
  expect(await slow.next('message.created')).toEqual({ type: 'message.created', id, seq: 2 })
  expect(JSON.stringify(slow.frames)).not.toContain(missed.id)
  expect(server.unexpected).toEqual([])
})

test('who does not read at all is cut after a beat, and other devices never notice', async () => {
  using ticks = handTicks()
  await using bells = await startWithBells()
  const { server, ana, ben } = bells
  await using stuck = ben.openSocket()
  await using lively = ben.openSocket()
  await Promise.all([stuck.next('hello'), lively.next('hello')])
  stuck.ws.pause()
  flood(bells)

  for (let second = 0; second < 24; second++) ticks.pass(1)
  await answersPing(lively)
  expect(server.app.hub.socketCount).toBe(2)
  ticks.pass(2)

  await expect.poll(() => server.app.hub.socketCount).toBe(1)
  const { id } = await ana.send(ben, 'to who listens')
  await expect.poll(() => lively.frames.at(-1)).toMatchObject({ id })
  stuck.ws.resume()
  expect(await stuck.closed).toBe(1006)
})

test('who was behind when a beat was due is not taken for dead', async () => {
  using ticks = handTicks()
  await using bells = await startWithBells()
  await using slow = bells.ben.openSocket()
  await slow.next('hello')
  ticks.pass(24)
  slow.ws.pause()
  flood(bells)

  ticks.pass(1)
  slow.ws.resume()
  await answersPing(slow)
  ticks.pass(1)
  await slow.next('behind')
  ticks.pass(24)

  await slow.next('beat')
})
