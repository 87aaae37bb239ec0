// All that the client asks of its platform, declared by hand: a browser, Node, React Native and Workers have it.
// Whatever is missing here, `npm run check` refuses in packages/client/src.

interface AbortSignal {
  readonly aborted: boolean
  readonly reason: unknown
  throwIfAborted(): void
  addEventListener(
    type: 'abort',
    listener: () => void,
    options?: { once?: boolean; signal?: AbortSignal },
  ): void
  removeEventListener(type: 'abort', listener: () => void): void
}
declare const AbortSignal: {
  timeout(ms: number): AbortSignal
  any(signals: AbortSignal[]): AbortSignal
  abort(reason?: unknown): AbortSignal
}
declare class AbortController {
  readonly signal: AbortSignal
  abort(reason?: unknown): void
}

interface Headers {
  get(name: string): string | null
  has(name: string): boolean
}
interface Blob {
  readonly size: number
  readonly type: string
  arrayBuffer(): Promise<ArrayBuffer>
}
declare const Blob: {
  new (parts: (string | Uint8Array<ArrayBuffer>)[], options?: { type?: string }): Blob
}
interface ByteReader {
  read(): Promise<{ done: false; value: Uint8Array<ArrayBuffer> } | { done: true; value: undefined }>
}
interface RequestInit {
  method?: string
  headers?: Record<string, string>
  body?: string | Uint8Array<ArrayBuffer> | Blob
  credentials?: 'omit' | 'same-origin' | 'include'
  redirect?: 'follow' | 'error' | 'manual'
  keepalive?: boolean
  signal?: AbortSignal
}
interface Response {
  readonly ok: boolean
  readonly status: number
  readonly headers: Headers
  readonly body: { getReader(): ByteReader } | null
  json(): Promise<unknown>
  text(): Promise<string>
  blob(): Promise<Blob>
}
declare function fetch(url: string | URL, init?: RequestInit): Promise<Response>

declare class WebSocket {
  constructor(url: string | URL, protocols?: string | string[])
  readonly readyState: number
  readonly bufferedAmount: number
  onopen: ((event: unknown) => void) | null
  onmessage: ((event: { readonly data: unknown }) => void) | null
  onerror: ((event: unknown) => void) | null
  onclose:
    | ((event: { readonly code: number; readonly reason: string; readonly wasClean: boolean }) => void)
    | null
  addEventListener(type: 'open' | 'error', listener: (event: unknown) => void): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
  addEventListener(
    type: 'close',
    listener: (event: { readonly code: number; readonly reason: string; readonly wasClean: boolean }) => void,
  ): void
  send(text: string): void
  close(code?: number, reason?: string): void
}

declare class URLSearchParams {
  constructor(init?: string | Record<string, string> | [string, string][])
  set(name: string, value: string): void
  append(name: string, value: string): void
  get(name: string): string | null
  toString(): string
  readonly size: number
}
declare class URL {
  constructor(url: string | URL, base?: string | URL)
  href: string
  protocol: string
  host: string
  pathname: string
  search: string
  readonly origin: string
  readonly searchParams: URLSearchParams
  toString(): string
}

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>
}

/** A number here, an object there: write `ReturnType<typeof setTimeout>`. */
interface Timer {
  readonly timer: unique symbol
}
declare function setTimeout(callback: () => void, ms?: number): Timer
declare function clearTimeout(timer: Timer | number | undefined): void
declare function setInterval(callback: () => void, ms?: number): Timer
declare function clearInterval(timer: Timer | number | undefined): void
declare function queueMicrotask(callback: () => void): void
declare function structuredClone<T>(value: T): T
