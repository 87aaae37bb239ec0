/** A person's open socket, as cheap as `ws` makes it. */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { BenchPerson } from './people.ts'

const bellStart = '{"type":"message.created","id":"'
const beatStart = '{"type":"beat"'

export class BellSocket {
  onBell: (messageId: string) => void = () => {}
  readonly #ws: WebSocket

  private constructor(ws: WebSocket) {
    this.#ws = ws
    ws.on('message', (bytes: Buffer) => {
      const text = bytes.toString('latin1')
      if (text.startsWith(bellStart)) this.onBell(text.slice(bellStart.length, bellStart.length + 36))
      else if (text.startsWith(beatStart)) ws.send('{"type":"beat"}')
    })
  }

  /** Resolves once the server has said hello. */
  static async open(
    port: number,
    { cookie }: BenchPerson,
    onFailure: (error: Error) => void,
  ): Promise<BellSocket> {
    const ws = new WebSocket(`ws://localhost:${port}/ws`, {
      headers: { cookie, origin: `http://localhost:${port}` },
      perMessageDeflate: false,
    })
    await once(ws, 'message')
    ws.on('error', onFailure)
    ws.on('close', (code) => onFailure(new Error(`the server closed a socket with ${code}`)))
    return new BellSocket(ws)
  }

  close(): void {
    this.#ws.removeAllListeners('close')
    this.#ws.terminate()
  }
}
