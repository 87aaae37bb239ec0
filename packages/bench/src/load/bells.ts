/** Messages at a pace, each timed until its receiver hears the bell; one that finds its sender busy waits, and its waiting counts. */
import { setTimeout } from 'node:timers/promises'
import type { BellSocket } from './bell-socket.ts'
import type { Load } from './closed-loops.ts'
import type { HttpLane } from './http-lane.ts'
import { newMessageId } from './message-ids.ts'
import { Pace } from './pace.ts'
import type { Recorder } from './recorder.ts'

export interface BellPair {
  /** The sender's. */
  lane: HttpLane
  post(id: string): string
  /** The receiver's. */
  socket: BellSocket
}

/** So long after the last message a bell is late, but not lost. */
const patienceMs = 2000

export function pacedBells(pairs: BellPair[], recorder: Recorder, perSecond: number): Load {
  const pace = new Pace(perSecond)
  const senders = pairs.map((pair) => new Sender(pair, recorder))
  return {
    start: () => pace.start((place, now) => senders[place % senders.length]!.offer(now)),
    async stop() {
      pace.stop()
      const until = performance.now() + patienceMs
      const unheard = () => senders.reduce((sum, sender) => sum + sender.unheard, 0)
      while (unheard() > 0 && performance.now() < until) await setTimeout(5)
      if (unheard() > 0) throw new Error(`${unheard()} bells were never heard`)
    },
  }
}

/** One request at a time; the bells it caused may still be on their way. */
class Sender {
  readonly #pair: BellPair
  readonly #waiting: number[] = []
  readonly #dueOf = new Map<string, number>()
  #isBusy = false

  constructor(pair: BellPair, recorder: Recorder) {
    this.#pair = pair
    pair.lane.onAnswer = (status) => {
      if (status !== 201) recorder.refuse()
      this.#isBusy = false
      this.#next()
    }
    pair.socket.onBell = (id) => {
      const dueAt = this.#dueOf.get(id)
      if (dueAt === undefined) return
      this.#dueOf.delete(id)
      recorder.hearBell()
      recorder.record(performance.now() - dueAt)
    }
  }

  get unheard(): number {
    return this.#waiting.length + this.#dueOf.size
  }

  offer(dueAt: number): void {
    this.#waiting.push(dueAt)
    this.#next()
  }

  #next(): void {
    const dueAt = this.#isBusy ? undefined : this.#waiting.shift()
    if (dueAt === undefined) return
    this.#isBusy = true
    const id = newMessageId()
    this.#dueOf.set(id, dueAt)
    this.#pair.lane.send(this.#pair.post(id))
  }
}
