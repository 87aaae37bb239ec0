/** A way to a port that can be cut, or swallow all that is said on it. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface BreakableProxy extends AsyncDisposable {
  readonly port: number
  /** Ends all connections and takes no more. */
  cut(): void
  /** Keeps connections open, and takes more, and passes nothing on. */
  swallow(): void
  mend(): void
}

export async function startProxy(targetPort: number): Promise<BreakableProxy> {
  let state: 'whole' | 'cut' | 'silent' = 'whole'
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    return socket
  }
  const server = createServer((near) => {
    keep(near)
    if (state === 'cut') return near.destroy()
    const far = keep(connect(targetPort, '127.0.0.1'))
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes) => state === 'whole' && to.write(bytes))
      from.on('close', () => to.destroy())
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const endAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      state = 'cut'
      endAll()
    },
    swallow() {
      state = 'silent'
    },
    mend() {
      state = 'whole'
      // What was swallowed is gone: no connection can go on where it was.
      endAll()
    },
    async [Symbol.asyncDispose]() {
      endAll()
      server.close()
      await once(server, 'close')
    },
  }
}
