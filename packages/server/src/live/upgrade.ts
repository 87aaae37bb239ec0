/** `/ws`: who may open a socket. Refusals a page must understand come as close codes; it cannot see a status. */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type CloseReason, closeCodes, limits } from '@chatapp/contract'
import { type WebSocket, WebSocketServer } from 'ws'
import { bearerOf } from '../http/bearer.ts'
import type { Caller } from '../http/route.ts'
import type { Log } from '../runtime.ts'
import type { Hub } from './hub.ts'

export interface UpgradeDeps {
  hub: Hub
  /** The path that a request is for, once what stands before it is read. */
  rewriteUrl(request: IncomingMessage): string
  findSession(request: IncomingMessage): Promise<Caller | null>
  origins(): ReadonlySet<string>
  /** Whether one more socket may open now: when many come back at once, they are let in one after the other. */
  mayOpen(): boolean
  isClosing(): boolean
  log: Log
}

export function acceptUpgrades(server: Server, deps: UpgradeDeps): void {
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.frameInBytes,
  })
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy())
    if (deps.rewriteUrl(request) !== '/ws') return refuse(stream, '404 Not Found')
    if (deps.isClosing() || !deps.mayOpen())
      return refuse(stream, '503 Service Unavailable', 'Retry-After: 2\r\n')
    sockets.handleUpgrade(request, stream, head, (ws) => {
      // ws itself closes a socket that breaks the protocol, with the code that belongs to it.
      ws.on('error', () => {})
      // What arrives while the session is looked up waits.
      ws.pause()
      admit(ws, request, deps).catch((error) => {
        deps.log.error(error)
        ws.close(1011)
      })
    })
  })
}

async function admit(
  ws: WebSocket,
  request: IncomingMessage,
  { hub, findSession, origins }: UpgradeDeps,
): Promise<void> {
  const { headers } = request
  // No page can send a token here, so a program that does need not say where it comes from.
  const isFromHome = headers.origin === undefined ? bearerOf(request) !== null : origins().has(headers.origin)
  if (!isFromHome) return turnAway(ws, 'foreignOrigin')
  const caller = await findSession(request)
  if (caller === null) return turnAway(ws, 'signedOut')
  // Gone meanwhile: the hub would wait for an end that it has missed.
  if (ws.readyState !== ws.OPEN) return
  const welcomed = hub.welcome(ws, caller)
  ws.resume()
  await welcomed
}

function turnAway(ws: WebSocket, reason: CloseReason): void {
  ws.resume()
  ws.close(closeCodes[reason].code)
}

function refuse(stream: Duplex, status: string, headers = ''): void {
  stream.end(`HTTP/1.1 ${status}\r\n${headers}Connection: close\r\nContent-Length: 0\r\n\r\n`)
}
