import { WebSocket } from 'ws'
import type { Fetch } from '../rest.ts'
import type { SocketConstructor } from '../socket.ts'

/** What becomes of everything that goes one way: it passes, it is kept back, or it is lost. */
export type Fate = 'pass' | 'hold' | 'lose'

/** The road between one device and a real server, with all the faults a road may have. */
export class LossyNetwork {
  /** Of answers, after the server has done what was asked. */
  answers: Fate = 'pass'
  /** Of the socket's frames. */
  frames: Fate = 'pass'
  /** Neither requests nor new sockets reach the server. */
  isDown = false
  underWay = 0
  /** Requests that the server has not answered yet, whatever then becomes of the answer. */
  atServer = 0
  readonly #url: string
  readonly #cookie: string
  #held: (() => void)[] = []
  #sockets = new Set<RoadSocket>()

  constructor(url: string, cookie: string) {
    this.#url = url
    this.#cookie = cookie
  }

  readonly fetch: Fetch = async (url, init) => {
    this.underWay++
    try {
      if (this.isDown) throw new TypeError('the network is down')
      // The server is asked whatever the caller does meanwhile, as a real one would be.
      const { signal, credentials, ...rest } = init
      this.atServer++
      const { status, headers, text } = await ask(url, {
        ...rest,
        headers: { ...init.headers, cookie: this.#cookie },
      }).finally(() => this.atServer--)
      const fate = this.answers
      if (fate === 'hold') await new Promise<void>((release) => this.#held.push(release))
      if (fate === 'lose') throw new TypeError('the answer was lost')
      return new Response(status === 204 ? null : text, { status, headers }) as never
    } finally {
      this.underWay--
    }
  }

  /** The platform's WebSocket as the client sees it. */
  get WebSocket(): SocketConstructor {
    const network = this
    return class extends RoadSocket {
      constructor(url: string) {
        // Nobody listens there.
        super(network.isDown ? 'ws://127.0.0.1:1' : url, network.#url, network.#cookie, (deliver) =>
          network.#passFrame(deliver),
        )
        network.#sockets.add(this)
      }
    }
  }

  /** Lets go of what was kept back, in an order that the number picks. */
  release(order: number): void {
    const held = this.#held
    this.#held = []
    for (let left = held.length, pick = order; left > 0; left--, pick = (pick * 31 + 17) % 65_521)
      held.splice(pick % left, 1)[0]!()
  }

  get isQuiet(): boolean {
    return this.underWay === 0 && this.#held.length === 0
  }

  /** Cuts the socket off without a word. */
  drop(): void {
    for (const socket of this.#sockets) socket.ws.terminate()
    this.#sockets.clear()
  }

  /** A frame that the server might have sent right now. */
  deliver(frame: object): void {
    for (const socket of this.#sockets) this.#passFrame(() => socket.hear(JSON.stringify(frame)))
  }

  #passFrame(deliver: () => void): void {
    if (this.frames === 'pass') deliver()
    else if (this.frames === 'hold') this.#held.push(deliver)
  }
}

async function ask(url: string, init: object) {
  const response = await fetch(url, init)
  return { status: response.status, headers: response.headers, text: await response.text() }
}

type Listener = (event: never) => void

class RoadSocket {
  readonly ws: WebSocket
  readonly #listeners: Record<string, Listener[]> = {}

  constructor(url: string, origin: string, cookie: string, pass: (deliver: () => void) => void) {
    this.ws = new WebSocket(url, { headers: { origin, cookie } })
    this.ws.on('open', () => this.#tell('open', {}))
    this.ws.on('error', () => this.#tell('error', {}))
    this.ws.on('close', (code) => this.#tell('close', { code }))
    this.ws.on('message', (text) => pass(() => this.hear(String(text))))
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners[type] = [...(this.#listeners[type] ?? []), listener]
  }

  hear(text: string): void {
    this.#tell('message', { data: text })
  }

  send(text: string): void {
    if (this.ws.readyState === this.ws.OPEN) this.ws.send(text)
  }

  close(): void {
    this.ws.terminate()
  }

  #tell(type: string, event: object): void {
    for (const listener of this.#listeners[type] ?? []) listener(event as never)
  }
}
