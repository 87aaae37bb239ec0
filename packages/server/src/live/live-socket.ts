/** One socket of one person: what it says, what it hears, and whether it keeps up. */
import { ClientFrame, type CloseReason, closeCodes, type ServerFrame } from '@chatapp/contract'
import type { WebSocket } from 'ws'
import type { Caller } from '../http/route.ts'
import { compileCheck } from '../http/validation.ts'

/** A reader this far behind gets no more bells, just the news that there were some. */
const backlogMaxBytes = 64 * 1024
/** How many bells wait for `hello` at most; about as much. */
const earlyMax = 500

const isClientFrame = compileCheck<ClientFrame>(ClientFrame)

export interface Hears {
  /** Somebody's devices hold the messages up to a number. */
  ack(caller: Caller, peer: string, number: number): void
  /** Whether one more frame may come now. */
  mayFrame(caller: Caller): boolean
  closed(socket: LiveSocket): void
  fellBehind(socket: LiveSocket): void
}

export class LiveSocket {
  readonly caller: Caller
  readonly #ws: WebSocket
  readonly #hears: Hears
  #isGreeted = false
  /** Bells that ring before `hello`: its head may have been read before they did. */
  readonly #early: string[] = []
  #isBehind = false
  #wasHeard = true

  constructor(ws: WebSocket, caller: Caller, hears: Hears) {
    this.#ws = ws
    this.caller = caller
    this.#hears = hears
    ws.on('message', (bytes, isBinary) => this.#hear(bytes as Buffer, isBinary))
    ws.on('close', () => hears.closed(this))
  }

  /** The first frame. */
  greet(frame: ServerFrame & { type: 'hello' }): void {
    this.#isGreeted = true
    this.#send(JSON.stringify(frame))
    for (const text of this.#early.splice(0)) this.#send(text)
  }

  /** Passes bells on, or folds them into one `behind` when the reader is slow. */
  ring(texts: readonly string[]): void {
    for (const text of texts) {
      if (this.#isBehind) return
      const hasRoom = this.#isGreeted
        ? this.#ws.bufferedAmount <= backlogMaxBytes
        : this.#early.length < earlyMax
      if (!hasRoom) {
        this.#isBehind = true
        this.#hears.fellBehind(this)
      } else if (this.#isGreeted) this.#send(text)
      else this.#early.push(text)
    }
  }

  get hasDrained(): boolean {
    return this.#isGreeted && this.#ws.bufferedAmount === 0
  }

  /** Takes bells again. Comes before the head for `catchUp` is read, so that no bell falls between. */
  followAgain(): void {
    this.#isBehind = false
  }

  catchUp(head: number): void {
    this.#send(JSON.stringify({ type: 'behind', head } satisfies ServerFrame))
  }

  /** @returns false when the last beat was not answered: the other end is gone. */
  beat(head: number): boolean {
    // Whoever gets no beat now has none to answer; the hub has an eye on those who are behind.
    if (!this.#isGreeted || this.#isBehind) return true
    if (!this.#wasHeard) return false
    this.#wasHeard = false
    this.#send(JSON.stringify({ type: 'beat', head } satisfies ServerFrame))
    return true
  }

  close(reason: CloseReason): void {
    const { code } = closeCodes[reason]
    this.#send(JSON.stringify({ type: 'bye', code } satisfies ServerFrame))
    this.#ws.close(code)
  }

  /** Without a word: its buffer is full, or nobody is there. */
  cut(): void {
    this.#ws.terminate()
  }

  #send(text: string): void {
    if (this.#ws.readyState === this.#ws.OPEN) this.#ws.send(text)
  }

  #hear(bytes: Buffer, isBinary: boolean): void {
    this.#wasHeard = true
    const frame = isBinary ? null : parse(bytes.toString())
    if (!this.#hears.mayFrame(this.caller)) this.close('tooFast')
    else if (!isClientFrame(frame)) this.close('badFrame')
    else if (frame.type === 'ack') this.#hears.ack(this.caller, frame.with, frame.number)
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
