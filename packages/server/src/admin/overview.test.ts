import { expect, test } from 'vitest'
import type { NodeFigures } from '../storage/nodes.ts'
import { startTestServer } from '../testing/index.ts'
import { joinAdmin } from '../testing/join-admin.ts'
import { isEmbedded } from '../testing/stack.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { minuteMs, TestClock } from '../testing/test-clock.ts'
import { Pulse } from './pulse.ts'

test('the desk shows who is here, what was sent in the last whole minute, and how large all of it is', async () => {
  const clock = new TestClock()
  await using server = await startTestServer({ runtime: { now: clock.now } })
  const root = await joinAdmin(server)
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  await using desk = ana.openSocket()
  await using phone = ana.openSocket()
  await Promise.all([desk.next('hello'), phone.next('hello')])
  for (let i = 0; i < 3; i++) await ana.send(ben, 'hello')
  const before = (await root.call('getOverview')).body
  expect(before).toMatchObject({ people: 3, online: 1, sockets: 2, sends: 0, sendP99Ms: null, minutes: [] })
  expect(before.databaseBytes).toBeGreaterThan(10_000)

  clock.pass(minuteMs)
  const { version } = (await root.call('getInstance')).body
  const after = (await root.call('getOverview')).body
  expect(after).toMatchObject({ online: 1, sockets: 2, sends: 3, sendP99Ms: expect.any(Number) })
  expect(after.nodes).toMatchObject([
    { isAnswering: true, version, sockets: 2, online: 1, sends: 3, sendP99Ms: after.sendP99Ms },
  ])
  expect(after.minutes).toMatchObject([{ online: 1, sends: 3, sendP99Ms: after.sendP99Ms }])
  expect(after.sendP99Ms).toBeGreaterThan(0)
  expect(after.sendP99Ms).toBeLessThan(5000)

  clock.pass(minuteMs)
  const calm = (await root.call('getOverview')).body
  expect(calm).toMatchObject({ sends: 0, sendP99Ms: null })
  expect(calm.minutes.map(({ sends }) => sends)).toEqual([3, 0])
  expect(server.unexpected).toEqual([])
})

test.skipIf(isEmbedded)('several processes are shown together and each', async () => {
  using folder = temporaryFolder()
  await using first = await startTestServer({ dataDir: folder.path })
  await using second = await startTestServer({ dataDir: folder.path })
  const root = await joinAdmin(first)
  const there = second.stranger()
  there.cookie = root.cookie
  // The second came last, so it knows of the first.
  const { nodes } = (await there.call('getOverview')).body
  expect(nodes.map(({ isAnswering }) => isAnswering)).toEqual([true, false])
  expect(new Set(nodes.map(({ id }) => id)).size).toBe(2)
})

const others: NodeFigures[] = [
  { version: '1', startedAt: 0, sockets: 4, people: 3, sends: 10, sendP99Us: 9000 },
  { version: '1', startedAt: 0, sockets: 0, people: 0, sends: 0, sendP99Us: null },
]
test('an hour is kept, minute by minute, with what the others say and with the minutes nobody saw', () => {
  const clock = new TestClock()
  const present = () => ({ sockets: 2, people: 1 })
  const pulse = new Pulse({ version: '1', now: clock.now, present, others: () => others })
  for (let took = 1; took <= 5; took++) pulse.sent(took)
  clock.pass(minuteMs)
  expect(pulse.minutes()).toMatchObject([{ online: 4, sends: 15, sendP99Us: 9000 }])
  expect(pulse.figures()).toMatchObject({ sockets: 2, people: 1, sends: 5 })
  expect(pulse.figures().sendP99Us! / 5000).toBeCloseTo(1, 2)

  clock.pass(3 * minuteMs)
  expect(pulse.minutes().map(({ sends }) => sends)).toEqual([15, 10, 0, 0])
  const times = pulse.minutes().map(({ at }) => at)
  expect(times.every((at, i) => i === 0 || at - times[i - 1]! === minuteMs)).toBe(true)
  expect(pulse.figures()).toMatchObject({ sends: 0, sendP99Us: null })

  clock.pass(500 * minuteMs)
  expect(pulse.minutes()).toHaveLength(60)
  expect(pulse.minutes().at(-1)!.at).toBe(Math.floor(clock.now() / minuteMs) * minuteMs - minuteMs)
  pulse.close()
})
