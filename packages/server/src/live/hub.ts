/** The sockets of this process: who is here, the beat, and the end. */
import { type CloseReason, limits, type ServerFrame } from '@chatapp/contract'
import type { WebSocket } from 'ws'
import { type Bus, endedSessions, personChannel, type Unsubscribe } from '../bus/bus.ts'
import type { Caller } from '../http/route.ts'
import type { Log } from '../runtime.ts'
import { type Hears, LiveSocket } from './live-socket.ts'

export interface HubDeps {
  bus: Bus
  epoch: string
  log: Log
  /** Feed heads from the database, by person; who is missing has 0. */
  headsOf(userKeys: number[]): Promise<Map<number, number>>
  /** Of these sessions, those that still hold. */
  stillLive(sessionIds: string[]): Promise<Set<string>>
  ack: Hears['ack']
  mayFrame: Hears['mayFrame']
  /** Seconds; `limits.beatSeconds` unless a test is in a hurry. */
  beatSeconds?: number
}

interface Present {
  sockets: Set<LiveSocket>
  subscribed: Promise<Unsubscribe>
}

const tickMs = 1000
const closeBatch = 500
const closeBatchMs = 50
const headsBatch = 1000

export class Hub {
  readonly #deps: HubDeps
  readonly #beatSeconds: number
  readonly #present = new Map<number, Present>()
  /** A ring of seconds: a socket's beat is due each time the hand passes its place. */
  readonly #dueIn: Set<LiveSocket>[]
  readonly #placeOf = new Map<LiveSocket, number>()
  readonly #behind = new Map<LiveSocket, { sinceTick: number }>()
  readonly #hears: Hears
  readonly #timer: NodeJS.Timeout
  #tick = 0
  #isTellingHeads = false
  #mustTellHeadsAgain = false

  constructor(deps: HubDeps) {
    this.#deps = deps
    this.#beatSeconds = deps.beatSeconds ?? limits.beatSeconds
    this.#dueIn = Array.from({ length: this.#beatSeconds }, () => new Set())
    this.#hears = {
      ack: deps.ack,
      mayFrame: deps.mayFrame,
      closed: (socket) => this.#remove(socket),
      fellBehind: (socket) => this.#behind.set(socket, { sinceTick: this.#tick }),
    }
    deps.bus.onRestored(() => {
      this.#tellHeads().catch((error) => deps.log.error(error))
    })
    this.#timer = setInterval(() => {
      this.#onTick().catch((error) => deps.log.error(error))
    }, tickMs)
  }

  /** Closes the sockets of sessions that end, wherever they end. */
  async listenForEndedSessions(): Promise<void> {
    await this.#deps.bus.subscribe(endedSessions, (ids) => {
      const ended = new Set(ids)
      this.#closeAll((socket) => ended.has(socket.caller.sessionId), 'signedOut')
    })
  }

  get socketCount(): number {
    return this.#placeOf.size
  }

  /** People with a socket here. */
  get personCount(): number {
    return this.#present.size
  }

  /** Takes a socket in: it is subscribed before the head for its `hello` is read, so that no bell falls between. */
  async welcome(ws: WebSocket, caller: Caller): Promise<void> {
    const socket = new LiveSocket(ws, caller, this.#hears)
    const present = this.#present.get(caller.key) ?? this.#arrive(caller.key)
    present.sockets.add(socket)
    const place = this.#tick % this.#beatSeconds
    this.#placeOf.set(socket, place)
    this.#dueIn[place]!.add(socket)
    await present.subscribed
    const head = (await this.#deps.headsOf([caller.key])).get(caller.key) ?? 0
    socket.greet({ type: 'hello', head, epoch: this.#deps.epoch, beatSeconds: this.#beatSeconds })
  }

  /** Sends everyone away, some at a time, to come back after a while of their own choosing. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    const sockets = [...this.#placeOf.keys()]
    for (let i = 0; i < sockets.length; i += closeBatch) {
      for (const socket of sockets.slice(i, i + closeBatch)) socket.close('restart')
      if (i + closeBatch < sockets.length) await new Promise((resolve) => setTimeout(resolve, closeBatchMs))
    }
  }

  /** Those who did not leave when asked to. */
  cutAll(): void {
    for (const socket of this.#placeOf.keys()) socket.cut()
  }

  #arrive(userKey: number): Present {
    const sockets = new Set<LiveSocket>()
    const subscribed = this.#deps.bus.subscribe(personChannel(userKey), (texts) => {
      for (const socket of sockets) socket.ring(texts)
    })
    const present = { sockets, subscribed }
    this.#present.set(userKey, present)
    return present
  }

  #remove(socket: LiveSocket): void {
    const place = this.#placeOf.get(socket)
    if (place !== undefined) this.#dueIn[place]!.delete(socket)
    this.#placeOf.delete(socket)
    this.#behind.delete(socket)
    const present = this.#present.get(socket.caller.key)
    present?.sockets.delete(socket)
    if (present?.sockets.size !== 0) return
    this.#present.delete(socket.caller.key)
    void present.subscribed.then((unsubscribe) => unsubscribe())
  }

  #closeAll(which: (socket: LiveSocket) => boolean, reason: CloseReason): void {
    for (const socket of this.#placeOf.keys()) if (which(socket)) socket.close(reason)
  }

  async #onTick(): Promise<void> {
    this.#tick++
    const due = [...this.#dueIn[this.#tick % this.#beatSeconds]!]
    const drained = this.#takeDrained()
    if (due.length === 0 && drained.length === 0) return
    const [heads, live] = await Promise.all([
      this.#deps.headsOf([...new Set([...due, ...drained].map(({ caller }) => caller.key))]),
      this.#deps.stillLive([...new Set(due.map(({ caller }) => caller.sessionId))]),
    ])
    const headOf = (socket: LiveSocket) => heads.get(socket.caller.key) ?? 0
    for (const socket of drained) socket.catchUp(headOf(socket))
    for (const socket of due) {
      if (!live.has(socket.caller.sessionId)) socket.close('signedOut')
      else if (!socket.beat(headOf(socket))) {
        socket.close('noHeartbeat')
        socket.cut()
      }
    }
  }

  /** To everyone, since any bell may have been lost: who is up to date does nothing about it. */
  async #tellHeads(): Promise<void> {
    this.#mustTellHeadsAgain = true
    if (this.#isTellingHeads) return
    this.#isTellingHeads = true
    try {
      while (this.#mustTellHeadsAgain) {
        this.#mustTellHeadsAgain = false
        const keys = [...this.#present.keys()]
        for (let i = 0; i < keys.length; i += headsBatch) {
          const batch = keys.slice(i, i + headsBatch)
          const heads = await this.#deps.headsOf(batch)
          for (const key of batch) {
            const texts = bell([{ type: 'behind', head: heads.get(key) ?? 0 }])
            for (const socket of this.#present.get(key)?.sockets ?? []) socket.ring(texts)
          }
        }
      }
    } finally {
      this.#isTellingHeads = false
    }
  }

  /** The slow ones whose buffer is empty again; those stuck for a whole beat are cut. */
  #takeDrained(): LiveSocket[] {
    const drained: LiveSocket[] = []
    for (const [socket, { sinceTick }] of this.#behind) {
      if (socket.hasDrained) drained.push(socket)
      else if (this.#tick - sinceTick >= this.#beatSeconds) socket.cut()
    }
    for (const socket of drained) {
      this.#behind.delete(socket)
      socket.followAgain()
    }
    return drained
  }
}

export const bell = (frames: ServerFrame[]): string[] => frames.map((frame) => JSON.stringify(frame))
