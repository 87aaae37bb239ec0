/** Sockets that come back as the SDK's do, and how long each was away. */
import { createSocket, type Socket, systemRuntime } from '@chatapp/client'
import type { TestPerson } from '@chatapp/server/testing'
import { socketAs } from './socket-as.ts'
import { until } from './until.ts'

export class HeldSockets implements Disposable {
  readonly #sockets: Socket[]
  readonly #lostAt = new Map<number, number>()
  /** The longest that one of them was away, in seconds. */
  longestAway = 0
  /** How often one of them came back. */
  returns = 0

  /** @param perPerson how many each of them opens. */
  constructor(url: string, people: readonly TestPerson[], perPerson: number) {
    const owners = people.flatMap((person) => Array<TestPerson>(perPerson).fill(person))
    this.#sockets = owners.map((person, i) =>
      createSocket({
        url: `${url.replace('http', 'ws')}/ws`,
        WebSocket: socketAs(person, url),
        runtime: systemRuntime,
        onFrame: () => {},
        onRefusal: () => {},
        onState: (state) => (state === 'open' ? this.#opened(i) : this.#lost(i)),
      }),
    )
    for (const socket of this.#sockets) socket.start()
  }

  get count(): number {
    return this.#sockets.length
  }

  async whenAllOpen(seconds: number): Promise<void> {
    await until('all sockets are open', () => this.#lostAt.size === 0, seconds)
  }

  #opened(socket: number): void {
    const away = (performance.now() - this.#lostAt.get(socket)!) / 1000
    this.#lostAt.delete(socket)
    this.longestAway = Math.max(this.longestAway, away)
    this.returns++
  }

  #lost(socket: number): void {
    if (!this.#lostAt.has(socket)) this.#lostAt.set(socket, performance.now())
  }

  /** From here on it counts anew. */
  startCounting(): void {
    this.longestAway = 0
    this.returns = 0
  }

  [Symbol.dispose](): void {
    for (const socket of this.#sockets) socket.stop()
  }
}
