/** How each kind of load is prepared: connections opened, requests made as text. */
import type { BellSocket } from './bell-socket.ts'
import { pacedBells } from './bells.ts'
import { chanceOf } from './chance.ts'
import { closedLoop, type Load } from './closed-loops.ts'
import type { HttpLane } from './http-lane.ts'
import type { Plan, Target } from './plans.ts'
import type { Recorder } from './recorder.ts'
import { getRequest, messageRequest, sendHead, sendRequest, sendTail } from './requests.ts'
import { wholeMessages } from './whole-messages.ts'

export interface Tools {
  target: Target
  recorder: Recorder
  openLanes(count: number): Promise<HttpLane[]>
  /** Sockets of the first people. */
  openSockets(count: number): Promise<BellSocket[]>
}

export function prepare(plan: Plan, tools: Tools): Promise<Load> {
  switch (plan.kind) {
    case 'pairs':
      return preparePairs(plan, tools)
    case 'strangers':
      return prepareStrangers(plan, tools)
    case 'whole':
      return prepareWhole(plan, tools)
    case 'bells':
      return prepareBells(plan, tools)
    case 'reads':
      return prepareReads(plan, tools)
    case 'fill':
      return prepareFill(plan, tools)
  }
}

async function preparePairs(
  { connections, pairs, withSockets }: Plan & { kind: 'pairs' },
  { target: { port, people }, recorder, openLanes, openSockets }: Tools,
): Promise<Load> {
  const talks = Array.from({ length: connections }, (_, i) => {
    const [first, second] = [(i % pairs) * 2, (i % pairs) * 2 + 1]
    const [from, to] = Math.floor(i / pairs) % 2 === 0 ? [first, second] : [second, first]
    return { head: sendHead(port, people[from]!), tail: sendTail(people[to]!) }
  })
  if (withSockets) {
    for (const socket of await openSockets(pairs * 2)) socket.onBell = () => recorder.hearBell()
  }
  return closedLoop(await openLanes(connections), recorder, 201, (lane) =>
    sendRequest(talks[lane]!.head, talks[lane]!.tail),
  )
}

async function prepareStrangers(
  { connections, seed }: Plan & { kind: 'strangers' },
  { target: { port, people }, recorder, openLanes }: Tools,
): Promise<Load> {
  const below = chanceOf(seed)
  const heads = people.map((person) => sendHead(port, person))
  const tails = people.map(sendTail)
  return closedLoop(await openLanes(connections), recorder, 201, () => {
    const from = below(people.length)
    const to = below(people.length - 1)
    return sendRequest(heads[from]!, tails[to < from ? to : to + 1]!)
  })
}

async function prepareWhole(
  { pairs, perSecond }: Plan & { kind: 'whole' },
  { target: { port, people }, recorder, openLanes, openSockets }: Tools,
): Promise<Load> {
  const [lanes, sockets] = [await openLanes(pairs * 2), await openSockets(pairs * 2)]
  const talking = Array.from({ length: pairs }, (_, i) => {
    const [from, to] = [2 * i, 2 * i + 1]
    const [head, tail] = [sendHead(port, people[from]!), sendTail(people[to]!)]
    return {
      sender: {
        lane: lanes[from]!,
        socket: sockets[from]!,
        post: (id: string) => sendRequest(head, tail, id),
      },
      receiver: { lane: lanes[to]!, socket: sockets[to]!, get: messageRequest(port, people[to]!) },
    }
  })
  return wholeMessages(talking, recorder, perSecond)
}

async function prepareBells(
  { pairs, perSecond }: Plan & { kind: 'bells' },
  { target: { port, people }, recorder, openLanes, openSockets }: Tools,
): Promise<Load> {
  const [lanes, sockets] = [await openLanes(pairs), await openSockets(pairs * 2)]
  const talking = lanes.map((lane, i) => {
    const [head, tail] = [sendHead(port, people[2 * i]!), sendTail(people[2 * i + 1]!)]
    return { lane, socket: sockets[2 * i + 1]!, post: (id: string) => sendRequest(head, tail, id) }
  })
  return pacedBells(talking, recorder, perSecond)
}

async function prepareReads(
  { connections }: Plan & { kind: 'reads' },
  { target: { port, people }, recorder, openLanes }: Tools,
): Promise<Load> {
  const requests = connections.map(({ person, paths }) =>
    paths.map((path) => getRequest(port, people[person]!, path)),
  )
  const places = connections.map(() => 0)
  return closedLoop(await openLanes(connections.length), recorder, 200, (lane) => {
    const own = requests[lane]!
    return own[places[lane]!++ % own.length]!
  })
}

async function prepareFill(
  { from, to, rounds }: Plan & { kind: 'fill' },
  { target: { port, people }, recorder, openLanes }: Tools,
): Promise<Load> {
  const heads = people.slice(from[0], from[0] + from[1]).map((person) => sendHead(port, person))
  const tails = people.slice(to[0], to[0] + to[1]).map(sendTail)
  const total = heads.length * tails.length * rounds
  let place = 0
  return closedLoop(await openLanes(50), recorder, 201, () => {
    if (place === total) return null
    const request = sendRequest(
      heads[Math.floor(place / tails.length) % heads.length]!,
      tails[place % tails.length]!,
    )
    place++
    return request
  })
}
