// One socket that comes back: back-off, close codes, heartbeats, silence.
import { type ClientFrame, closeCodes, limits, type ServerFrame } from '@chatapp/contract'
import { createBackoff } from './backoff.ts'
import type { Runtime } from './client-runtime.ts'

/** What this client uses of a WebSocket. */
export interface SocketLike {
  addEventListener(type: 'open' | 'error', listener: (event: unknown) => void): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
  addEventListener(type: 'close', listener: (event: { readonly code: number }) => void): void
  send(text: string): void
  close(): void
}
/** The second argument is there only where headers are to be sent: Node, Deno, Bun and the package `ws` know it. */
export type SocketConstructor = new (url: string, options?: { headers: Record<string, string> }) => SocketLike

/** `open` from the server's `hello` on; `waiting` until the next try; `signedOut` and `refused` are final. */
export type SocketState = 'connecting' | 'open' | 'waiting' | 'stopped' | 'signedOut' | 'refused'

export interface SocketOptions {
  url: string
  WebSocket: SocketConstructor
  headers?: Readonly<Record<string, string>>
  runtime: Runtime
  onFrame(frame: ServerFrame): void
  onState(state: SocketState): void
  /** A try ended before it opened: a browser does not say why, so somebody should look whether the session lives. */
  onRefusal(): void
}

export interface Socket {
  start(): void
  stop(): void
  /** Tries at once when waiting; reconnects when the open one has been silent for too long. */
  wake(): void
  /** Sends when open; otherwise the frame is dropped and the answer is false. */
  send(frame: ClientFrame): boolean
}

const graceMs = 10_000
const soonMs = 5_000

export function createSocket({
  url,
  WebSocket,
  headers,
  runtime,
  onFrame,
  onState,
  onRefusal,
}: SocketOptions): Socket {
  const backoff = createBackoff(runtime)
  let state: SocketState = 'stopped'
  let current: SocketLike | null = null
  let retryTimer: unknown = null
  let silenceTimer: unknown = null
  let silenceMs = limits.beatSeconds * 1000 + graceMs
  let heardAt = 0

  function become(next: SocketState) {
    if (state === next) return
    state = next
    onState(next)
  }

  function connect() {
    retryTimer = null
    let hasOpened = false
    let byeCode = 0
    const socket = open()
    if (!socket) return lost(1006)
    current = socket
    become('connecting')
    listen()
    socket.addEventListener('open', () => {
      hasOpened = true
    })
    socket.addEventListener('message', ({ data }) => {
      if (socket !== current) return
      listen()
      const frame = parse(data)
      if (!frame) return
      if (frame.type === 'hello') {
        silenceMs = frame.beatSeconds * 1000 + graceMs
        listen()
        become('open')
      }
      if (frame.type === 'beat') send({ type: 'beat' })
      if (frame.type === 'bye') byeCode = frame.code
      onFrame(frame)
    })
    socket.addEventListener('close', ({ code }) => {
      if (socket !== current) return
      if (!hasOpened) onRefusal()
      if (socket === current) lost(byeCode || code)
    })
  }

  function open(): SocketLike | null {
    try {
      return headers ? new WebSocket(url, { headers: { ...headers } }) : new WebSocket(url)
    } catch {
      return null
    }
  }

  function listen() {
    heardAt = runtime.now()
    runtime.clearTimeout(silenceTimer)
    silenceTimer = runtime.setTimeout(dropSilent, silenceMs)
  }

  /** A dead peer's close event may take minutes: it is not waited for. */
  function dropSilent() {
    const socket = current
    lost(closeCodes.noHeartbeat.code)
    socket?.close()
  }

  function lost(code: number) {
    current = null
    runtime.clearTimeout(silenceTimer)
    const comeBack = comeBackAfter(code)
    if (comeBack === 'never') {
      become(code === closeCodes.signedOut.code ? 'signedOut' : 'refused')
      return
    }
    become('waiting')
    retryTimer = runtime.setTimeout(connect, comeBack === 'soon' ? runtime.random() * soonMs : backoff.next())
  }

  function send(frame: ClientFrame): boolean {
    if (!current || state !== 'open') return false
    current.send(JSON.stringify(frame))
    return true
  }

  return {
    start() {
      if (current || retryTimer !== null) return
      connect()
    },
    stop() {
      const socket = current
      current = null
      runtime.clearTimeout(retryTimer)
      runtime.clearTimeout(silenceTimer)
      retryTimer = null
      socket?.close()
      become('stopped')
    },
    wake() {
      if (current && runtime.now() - heardAt > silenceMs) dropSilent()
      if (retryTimer === null) return
      runtime.clearTimeout(retryTimer)
      connect()
    },
    send,
  }
}

/** What the close code says about coming back; codes that nobody named mean back-off. */
export function comeBackAfter(code: number): 'back-off' | 'soon' | 'never' {
  return Object.values(closeCodes).find((known) => known.code === code)?.comeBack ?? 'back-off'
}

/** Null for what is no frame: a later server may say things that this client does not understand. */
function parse(text: unknown): ServerFrame | null {
  try {
    const frame: unknown = JSON.parse(String(text))
    const isFrame = typeof frame === 'object' && frame !== null && 'type' in frame
    return isFrame ? (frame as ServerFrame) : null
  } catch {
    return null
  }
}
