import { expect, test } from 'vitest'
import { comeBackAfter, createSocket, type SocketState } from './socket.ts'
import { handClock } from './testing/hand-clock.ts'
import { handSockets } from './testing/hand-socket.ts'

function started() {
  const clock = handClock()
  const sockets = handSockets()
  const frames: string[] = []
  const states: SocketState[] = []
  let refusals = 0
  const socket = createSocket({
    ...{ url: 'ws://chat/ws', WebSocket: sockets.WebSocket, runtime: clock.runtime },
    onFrame: ({ type }) => frames.push(type),
    onState: (state) => states.push(state),
    onRefusal: () => refusals++,
  })
  socket.start()
  return { clock, sockets, socket, frames, states, refusals: () => refusals }
}

test('is open from hello on, and says beat for beat', () => {
  const { sockets, states } = started()
  sockets.last.open()
  expect(states).toEqual(['connecting'])
  sockets.last.greet(0)
  expect(states).toEqual(['connecting', 'open'])
  sockets.last.say({ type: 'beat', head: 1 })
  expect(sockets.last.sent).toEqual([{ type: 'beat' }])
})

test('opens with headers where there are any, and with none otherwise', () => {
  const given: unknown[][] = []
  const { WebSocket } = handSockets()
  class Noting extends WebSocket {
    constructor(...all: [url: string]) {
      super(...all)
      given.push(all)
    }
  }
  for (const headers of [undefined, { authorization: 'Bearer x' }])
    createSocket({
      ...{ url: 'ws://chat/ws', WebSocket: Noting, runtime: handClock().runtime },
      ...(headers && { headers }),
      ...{ onFrame() {}, onState() {}, onRefusal() {} },
    }).start()
  expect(given).toEqual([['ws://chat/ws'], ['ws://chat/ws', { headers: { authorization: 'Bearer x' } }]])
})

test('passes on what it does not know and survives what is no frame', () => {
  const { sockets, frames } = started()
  sockets.last.greet(0)
  for (const text of ['no json', '7', 'null', '{"kind":1}']) sockets.last.sayText(text)
  sockets.last.say({ type: 'confetti' })
  expect(frames).toEqual(['hello', 'confetti'])
})

test.for([
  [1000, 'back-off'],
  [1006, 'back-off'],
  [1009, 'back-off'],
  [1012, 'soon'],
  [1013, 'back-off'],
  [4400, 'back-off'],
  [4401, 'never'],
  [4403, 'never'],
  [4408, 'back-off'],
  [4429, 'back-off'],
] as const)('after close code %i it comes back: %s', ([code, comeBack]) => {
  expect(comeBackAfter(code)).toBe(comeBack)
})

test('backs off longer with each failure', async () => {
  const { clock, sockets, states } = started()
  sockets.last.drop(1006)
  expect(states.at(-1)).toBe('waiting')
  await clock.pass(249)
  expect(sockets.opened).toHaveLength(1)
  await clock.pass(1)
  expect(sockets.opened).toHaveLength(2)
  sockets.last.drop(1006)
  await clock.pass(499)
  expect(sockets.opened).toHaveLength(2)
  await clock.pass(1)
  expect(sockets.opened).toHaveLength(3)
})

test('comes back within five seconds of a restart', async () => {
  const { clock, sockets } = started()
  sockets.last.greet(0)
  sockets.last.drop(1012)
  await clock.pass(2499)
  expect(sockets.opened).toHaveLength(1)
  await clock.pass(1)
  expect(sockets.opened).toHaveLength(2)
})

test('believes a bye when the close code was lost', async () => {
  const { clock, sockets, states } = started()
  sockets.last.greet(0)
  sockets.last.say({ type: 'bye', code: 4401 })
  sockets.last.drop(1006)
  expect(states.at(-1)).toBe('signedOut')
  await clock.pass(600_000)
  expect(sockets.opened).toHaveLength(1)
})

test('never comes back when signed out or refused, not even when woken', async () => {
  for (const [code, state] of [
    [4401, 'signedOut'],
    [4403, 'refused'],
  ] as const) {
    const { clock, sockets, socket, states } = started()
    sockets.last.greet(0)
    sockets.last.drop(code)
    socket.wake()
    await clock.pass(600_000)
    expect([states.at(-1), sockets.opened.length]).toEqual([state, 1])
  }
})

test('tries at once when woken', async () => {
  const { clock, sockets, socket } = started()
  sockets.last.drop(1006)
  socket.wake()
  expect(sockets.opened).toHaveLength(2)
  await clock.pass(10_000)
  expect(sockets.opened).toHaveLength(2)
})

test('reconnects after beatSeconds + 10 of silence, and ignores the old socket from then on', async () => {
  const { clock, sockets, frames } = started()
  const first = sockets.last
  first.greet(0)
  await clock.pass(30_000)
  first.say({ type: 'beat', head: 0 })
  await clock.pass(34_999)
  expect(first.isClosed).toBe(false)
  await clock.pass(1)
  expect(first.isClosed).toBe(true)
  await clock.pass(250)
  expect(sockets.opened).toHaveLength(2)
  first.say({ type: 'beat', head: 9 })
  first.drop(1006)
  expect(frames).toEqual(['hello', 'beat'])
  expect(sockets.opened).toHaveLength(2)
})

test('asks somebody to look when a try ended before it opened', () => {
  const { sockets, refusals } = started()
  sockets.last.drop(1006)
  expect(refusals()).toBe(1)
})

test('leaves nothing behind when stopped', async () => {
  const { clock, sockets, socket, states } = started()
  sockets.last.greet(0)
  socket.stop()
  expect([sockets.last.isClosed, states.at(-1), clock.timers]).toEqual([true, 'stopped', 0])
  socket.start()
  expect(sockets.opened).toHaveLength(2)
})
