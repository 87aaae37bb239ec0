/**
 * Whole messages: POST, both people told by their sockets, the receiver GETs by ID. Closed loop, or at a pace:
 * then a message that finds its pair busy waits, and its waiting counts.
 */
import type { BellSocket } from './bell-socket.ts'
import type { Load } from './closed-loops.ts'
import type { HttpLane } from './http-lane.ts'
import { newMessageId } from './message-ids.ts'
import { Pace } from './pace.ts'
import type { Recorder } from './recorder.ts'

export interface Pair {
  sender: { lane: HttpLane; socket: BellSocket; post(id: string): string }
  receiver: { lane: HttpLane; socket: BellSocket; get(id: string): string }
}

export function wholeMessages(pairs: Pair[], recorder: Recorder, perSecond: number | null): Load {
  const talks = pairs.map((pair) => new Talk(pair, recorder, perSecond === null))
  const pace = perSecond === null ? null : new Pace(perSecond)

  return {
    start() {
      if (pace) pace.start((place, now) => talks[place % talks.length]!.offer(now))
      else for (const talk of talks) talk.offer(performance.now())
    },
    async stop() {
      pace?.stop()
      await Promise.all(talks.map((talk) => talk.stop()))
    },
  }
}

/** One message at a time between two people. */
class Talk {
  readonly #pair: Pair
  readonly #isClosedLoop: boolean
  readonly #due: number[] = []
  readonly #stopped = Promise.withResolvers<void>()
  #isStopping = false
  #id = ''
  /** What is still to come: the 201, the sender's bell, the receiver's body. */
  #open = 0

  constructor(pair: Pair, recorder: Recorder, isClosedLoop: boolean) {
    this.#pair = pair
    this.#isClosedLoop = isClosedLoop
    const { sender, receiver } = pair
    sender.lane.onAnswer = (status) => {
      if (status !== 201) recorder.refuse()
      this.#arrive()
    }
    sender.socket.onBell = (id) => {
      recorder.hearBell()
      if (id === this.#id) this.#arrive()
    }
    receiver.socket.onBell = (id) => {
      recorder.hearBell()
      if (id === this.#id) receiver.lane.send(receiver.get(id))
    }
    receiver.lane.onAnswer = (status) => {
      if (status === 200) recorder.record(performance.now() - this.#due[0]!)
      else recorder.refuse()
      this.#arrive()
    }
  }

  offer(dueAt: number): void {
    this.#due.push(dueAt)
    if (this.#due.length === 1) this.#begin()
  }

  async stop(): Promise<void> {
    this.#isStopping = true
    if (this.#due.length > 0) await this.#stopped.promise
  }

  #begin(): void {
    this.#id = newMessageId()
    this.#open = 3
    this.#pair.sender.lane.send(this.#pair.sender.post(this.#id))
  }

  #arrive(): void {
    if (--this.#open > 0) return
    this.#due.shift()
    if (this.#isStopping) {
      this.#due.length = 0
      this.#stopped.resolve()
    } else if (this.#isClosedLoop) this.offer(performance.now())
    else if (this.#due.length > 0) this.#begin()
  }
}
