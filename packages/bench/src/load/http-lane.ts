/**
 * One kept-alive HTTP/1.1 connection with one request on it at a time. It knows just enough of the protocol to find
 * the end of an answer, so that generating load costs little beside serving it.
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** @param text the whole answer, its body from `bodyAt`. */
export type OnAnswer = (status: number, text: string, bodyAt: number) => void

const readBytes = 64 * 1024

export class HttpLane {
  onAnswer: OnAnswer = () => {}
  readonly #socket: Socket
  #begun = ''

  private constructor(socket: Socket) {
    this.#socket = socket
  }

  static async open(port: number, onFailure: (error: Error) => void): Promise<HttpLane> {
    let lane: HttpLane | undefined
    const socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: Buffer.allocUnsafe(readBytes),
        callback: (length, buffer) => {
          lane!.#take((buffer as Buffer).toString('latin1', 0, length))
          return true
        },
      },
    })
    await once(socket, 'connect')
    lane = new HttpLane(socket)
    socket.on('error', onFailure)
    socket.on('end', () => onFailure(new Error('the server closed a connection')))
    return lane
  }

  send(request: string): void {
    this.#socket.write(request, 'latin1')
  }

  close(): void {
    this.#socket.removeAllListeners('end')
    this.#socket.destroy()
  }

  #take(part: string): void {
    const text = this.#begun === '' ? part : this.#begun + part
    const headEnd = text.indexOf('\r\n\r\n')
    const bodyAt = headEnd + 4
    if (headEnd === -1 || text.length < bodyAt + lengthOf(text)) {
      this.#begun = text
      return
    }
    this.#begun = ''
    this.onAnswer(Number(text.slice(9, 12)), text, bodyAt)
  }
}

function lengthOf(text: string): number {
  let at = text.indexOf('content-length: ')
  if (at === -1) at = text.indexOf('Content-Length: ')
  if (at === -1) throw new Error(`an answer without a length:\n${text.slice(0, 500)}`)
  return Number.parseInt(text.slice(at + 16, at + 26), 10)
}
