import type { ServerFrame } from '@chatapp/contract'
import type { SocketLike } from '../socket.ts'

type Listener = (event: never) => void

/** Sockets that a test opens, speaks on and closes by hand. */
export function handSockets() {
  const opened: HandSocket[] = []

  class HandSocket implements SocketLike {
    readonly url: string
    readonly sent: unknown[] = []
    isClosed = false
    readonly #listeners = new Map<string, Listener[]>()

    constructor(url: string) {
      this.url = url
      opened.push(this)
    }
    addEventListener(type: string, listener: Listener) {
      this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener])
    }
    send(text: string) {
      this.sent.push(JSON.parse(text))
    }
    close() {
      this.isClosed = true
    }

    open() {
      this.#emit('open', {})
    }
    say(frame: ServerFrame | { type: string }) {
      this.sayText(JSON.stringify(frame))
    }
    sayText(data: string) {
      this.#emit('message', { data })
    }
    greet(head: number, epoch = 'first') {
      this.open()
      this.say({ type: 'hello', head, epoch, beatSeconds: 25 })
    }
    drop(code: number) {
      this.isClosed = true
      this.#emit('close', { code })
    }
    #emit(type: string, event: object) {
      for (const listener of this.#listeners.get(type) ?? []) listener(event as never)
    }
  }

  return {
    WebSocket: HandSocket,
    opened,
    get last() {
      return opened.at(-1)!
    },
  }
}
