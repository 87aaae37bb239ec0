import { once } from 'node:events'
import type { ClientFrame, ServerFrame } from '@chatapp/contract'
import type { WebSocket } from 'ws'

type FrameOf<T extends ServerFrame['type']> = ServerFrame & { type: T }

/** A socket as a test holds it: every frame is kept until somebody waits for it. Answers beats unless told not to. */
export class TestSocket implements AsyncDisposable {
  readonly ws: WebSocket
  readonly frames: ServerFrame[] = []
  answersBeats = true
  readonly closed: Promise<number>
  #taken = 0
  #wake = () => {}

  constructor(ws: WebSocket) {
    this.ws = ws
    this.closed = new Promise((resolve) => ws.on('close', (code) => resolve(code)))
    ws.on('error', () => {})
    ws.on('message', (text) => {
      const frame = JSON.parse(String(text)) as ServerFrame
      this.frames.push(frame)
      if (frame.type === 'beat' && this.answersBeats) this.say({ type: 'beat' })
      this.#wake()
    })
  }

  say(frame: ClientFrame): void {
    this.ws.send(JSON.stringify(frame))
  }

  /** The next frame of a type that nobody waited for yet; those before it are passed over. */
  async next<T extends ServerFrame['type']>(type: T): Promise<FrameOf<T>> {
    while (true) {
      while (this.#taken < this.frames.length) {
        const frame = this.frames[this.#taken++]!
        if (frame.type === type) return frame as FrameOf<T>
      }
      const ended = await Promise.race([
        new Promise<null>((resolve) => {
          this.#wake = () => resolve(null)
        }),
        this.closed,
      ])
      if (ended !== null) throw new Error(`closed with ${ended} while waiting for ${type}`)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.ws.readyState === this.ws.CLOSED) return
    const gone = once(this.ws, 'close')
    this.ws.terminate()
    await gone
  }
}
