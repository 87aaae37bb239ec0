// A few people with a few devices on bad networks, and the steps that a random run is made of.
import type { Conversation, MessageState } from '@chatapp/contract'
import { amendMessage, type MemoryBus, type TestPerson, type TestServer } from '@chatapp/server/testing'
import type { ChatClient, createChatClient } from '../index.ts'
import { type Fate, LossyNetwork } from './lossy-network.ts'

export type Step =
  | { do: 'send'; device: number; peer: number }
  /** By another program of the same person. */
  | { do: 'post'; from: number; to: number }
  | { do: 'read'; device: number; peer: number; back: number }
  | { do: 'amend'; from: number; to: number; back: number; isDeleted: boolean }
  /** By another program: those they talk with, and their own devices, show the new name. */
  | { do: 'rename'; person: number }
  | { do: 'open' | 'older' | 'newer' | 'latest'; device: number; peer: number }
  | { do: 'around'; device: number; peer: number; number: number }
  | { do: 'answers' | 'frames'; device: number; fate: Fate }
  | { do: 'release'; device: number; order: number }
  | { do: 'down' | 'up' | 'drop' | 'beat' | 'stop' | 'start'; device: number }
  | { do: 'settle'; ms: number }
  /** Until the server has answered all that was asked, and every bell has been followed. */
  | { do: 'served' }

interface Device {
  readonly client: ChatClient
  readonly network: LossyNetwork
  readonly owner: TestPerson
}

/** What a test may put a fault into. */
export interface Parts {
  createChatClient: typeof createChatClient
  stampAmendment: Parameters<typeof amendMessage>[0]['stampAmendment']
}

/** The client's time runs so much faster than ours: waits of seconds are over in tens of milliseconds. */
const speed = 25
/** Real time in which everything must have come to rest. */
const restWithinMs = 4_000

export class SyncWorld {
  readonly people: TestPerson[]
  readonly devices: Device[]
  readonly #server: TestServer
  readonly #bus: MemoryBus
  readonly #parts: Parts
  #posted = 0

  /** @param owners whose each device is, by place among the people. */
  constructor(server: TestServer, bus: MemoryBus, parts: Parts, people: TestPerson[], owners: number[]) {
    this.#server = server
    this.#bus = bus
    this.#parts = parts
    this.people = people
    this.devices = owners.map((owner) => this.#newDevice(people[owner]!))
  }

  async run(steps: readonly Step[]): Promise<void> {
    for (const { client } of this.devices) await client.start()
    for (const step of steps) await this.#take(step)
  }

  /** Heals everything, waits for rest, and says how a device differs from a fresh fetch; null: not at all. */
  async differenceAtRest(): Promise<string | null> {
    for (const { client, network } of this.devices) {
      network.answers = network.frames = 'pass'
      network.isDown = false
      network.release(7)
      await client.start()
      network.drop()
      client.wake()
    }
    const deadline = Date.now() + restWithinMs
    let difference: string | null
    do {
      await untilQuiet(this.devices, deadline)
      difference = await this.#difference()
    } while (difference !== null && Date.now() < deadline)
    return difference
  }

  /** The same, after every chat was scrolled back to its beginning. */
  async differenceAfterScrollingBack(): Promise<string | null> {
    for (const { client } of this.devices) {
      for (const { peer } of client.getSnapshot().conversations) {
        await client.openChat(peer.username)
        while (client.getSnapshot().chat(peer.username).hasBefore) await client.loadOlder(peer.username)
      }
    }
    return this.differenceAtRest()
  }

  stop(): void {
    for (const { client, network } of this.devices) {
      client.stop()
      network.drop()
    }
  }

  #newDevice(owner: TestPerson): Device {
    const network = new LossyNetwork(owner.url, owner.cookie!)
    const begun = Date.now()
    const client = this.#parts.createChatClient({
      baseUrl: owner.url,
      fetch: network.fetch,
      WebSocket: network.WebSocket,
      runtime: {
        now: () => begun + (Date.now() - begun) * speed,
        setTimeout: (callback, ms) => setTimeout(callback, ms / speed),
      },
    })
    return { client, network, owner }
  }

  async #take(step: Step): Promise<void> {
    switch (step.do) {
      case 'post':
        return this.#post(this.#person(step.from), this.#person(step.to))
      case 'amend':
        return this.#amend(step)
      case 'rename': {
        const name = `renamed ${++this.#posted}`
        await this.#person(step.person).call('updateProfile', { body: { name } })
        return
      }
      case 'settle':
        return pause(step.ms)
      case 'served':
        return untilCalm(
          () => this.devices.every(({ network }) => network.atServer === 0),
          Date.now() + 5_000,
        )
    }
    const { client, network, owner } = this.devices[step.device % this.devices.length]!
    switch (step.do) {
      case 'send':
        return whenSignedIn(() =>
          client.send(this.#peerOf(owner, step.peer), `from a device ${++this.#posted}`),
        )
      case 'read': {
        const peer = this.#peerOf(owner, step.peer)
        const { conversation } = client.getSnapshot().chat(peer)
        if (conversation) client.markRead(peer, Math.max(0, conversation.lastNumber - step.back))
        return
      }
      case 'open':
        return whenSignedIn(() => client.openChat(this.#peerOf(owner, step.peer)))
      case 'around':
        return whenSignedIn(() => client.openChat(this.#peerOf(owner, step.peer), { around: step.number }))
      case 'older':
        return whenSignedIn(() => client.loadOlder(this.#peerOf(owner, step.peer)))
      case 'newer':
        return whenSignedIn(() => client.loadNewer(this.#peerOf(owner, step.peer)))
      case 'latest':
        return client.showLatest(this.#peerOf(owner, step.peer))
      case 'answers':
      case 'frames':
        network[step.do] = step.fate
        return
      case 'release':
        network.release(step.order)
        return
      case 'down':
      case 'up':
        network.isDown = step.do === 'down'
        return
      case 'drop':
        network.drop()
        return
      case 'beat': {
        const { body } = await owner.call('getFeed', { query: { after: 0, limit: 1 } })
        network.deliver({ type: 'beat', head: body.head })
        return
      }
      case 'stop':
        client.stop()
        return
      case 'start':
        void client.start()
    }
  }

  async #post(from: TestPerson, to: TestPerson): Promise<void> {
    if (from !== to) await from.send(to, `from elsewhere ${++this.#posted}`)
  }

  async #amend({ from, to, back, isDeleted }: Step & { do: 'amend' }): Promise<void> {
    const [one, other] = [this.#person(from), this.#person(to)]
    if (one === other) return
    const { items } = (await one.call('listMessages', { query: { with: other.username, limit: 100 } })).body
    const message = items.at(-1 - back)
    if (!message) return
    const change = isDeleted ? { isDeleted } : { body: `changed ${++this.#posted}` }
    const { storage } = this.#server.app
    await amendMessage(
      { storage, bus: this.#bus, stampAmendment: this.#parts.stampAmendment },
      message.id,
      change as never,
    )
  }

  async #difference(): Promise<string | null> {
    for (const [i, { client, owner }] of this.devices.entries()) {
      const snapshot = client.getSnapshot()
      const me = compare(snapshot.me, (await owner.call('getMe')).body)
      if (me) return `device ${i} (${owner.username}): me ${me}`
      const fresh = await freshConversations(owner)
      const mine = new Map(
        snapshot.conversations.map((conversation) => [conversation.peer.username, conversation]),
      )
      for (const username of new Set([...fresh.keys(), ...mine.keys()])) {
        const where = `device ${i} (${owner.username}) with ${username}`
        const conversation = compare(comparable(mine.get(username)), comparable(fresh.get(username)))
        if (conversation) return `${where}: conversation ${conversation}`
        const { messages, pending, hasAfter } = snapshot.chat(username)
        if (hasAfter) return `${where}: no hole here is too large to be filled, yet an old place is shown`
        if (pending.length > 0) return `${where}: ${pending.length} still pending`
        const history = await freshHistory(owner, username)
        for (const message of messages) {
          const difference = compare(message, history.get(message.number))
          if (difference) return `${where}: message ${message.number} ${difference}`
        }
        const numbers = messages.map(({ number }) => number)
        if (numbers.some((number, at) => at > 0 && number !== numbers[at - 1]! + 1))
          return `${where}: a hole in ${numbers}`
      }
    }
    return null
  }

  #person(place: number): TestPerson {
    return this.people[place % this.people.length]!
  }

  #peerOf(owner: TestPerson, place: number): string {
    const others = this.people.filter((person) => person !== owner)
    return others[place % others.length]!.username
  }
}

/** A stopped device takes no orders; pages that a stop interrupts are not waited for. */
function whenSignedIn(order: () => unknown): void {
  Promise.try(order).catch((error: Error) => {
    if (
      !/Nobody is signed in|stopped|failed/.test(`${error.message} ${(error as { reason?: string }).reason}`)
    )
      throw error
  })
}

/** How far one's own devices hold messages is not told to them: it concerns the other one. */
const comparable = (conversation: Conversation | undefined) =>
  conversation && { ...conversation, deliveredNumber: null }

function compare(mine: unknown, fresh: unknown): string | null {
  const [here, there] = [JSON.stringify(mine), JSON.stringify(fresh)]
  return here === there ? null : `is ${here}, should be ${there}`
}

async function freshConversations(person: TestPerson): Promise<Map<string, Conversation>> {
  const { items } = (await person.call('listConversations', { query: { limit: 100 } })).body
  return new Map(items.map((conversation) => [conversation.peer.username, conversation]))
}

async function freshHistory(person: TestPerson, peer: string): Promise<Map<number, MessageState>> {
  const { items } = (await person.call('listMessages', { query: { with: peer, limit: 100 } })).body
  return new Map(items.map((message) => [message.number, message]))
}

const untilQuiet = (devices: readonly Device[], deadline: number): Promise<void> =>
  untilCalm(() => devices.every(({ network }) => network.isQuiet), deadline, 3)

async function untilCalm(claim: () => boolean, deadline: number, times = 12): Promise<void> {
  for (let calm = 0; calm < times && Date.now() < deadline; ) {
    await pause(8)
    calm = claim() ? calm + 1 : 0
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
