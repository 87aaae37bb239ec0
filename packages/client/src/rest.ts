import {
  type OperationInput,
  type OperationName,
  type OperationOutput,
  type Problem,
  routes,
  type Upload,
} from '@chatapp/contract'
import { ApiError, isCode, NetworkError } from './api-error.ts'
import type { Runtime } from './client-runtime.ts'

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export interface CallOptions {
  signal?: AbortSignal
}

/** Those that answer with JSON; bytes have an address, which platforms fetch by themselves. */
type JsonOperation = {
  [N in OperationName]: OperationOutput<N> extends Uint8Array ? never : N
}[OperationName]

type CallArguments<N extends OperationName> =
  unknown extends OperationInput<N>
    ? [input?: undefined, options?: CallOptions]
    : [input: OperationInput<N>, options?: CallOptions]

export interface Rest {
  /**
   * Asks for one operation of the contract and gives what it answers (undefined for an empty answer).
   * Throws `ApiError` when the server refuses and `NetworkError` when no answer of its kind came within 15 s (of a file
   * two minutes).
   */
  call<N extends JsonOperation>(name: N, ...given: CallArguments<N>): Promise<OperationOutput<N>>
  /** Asks for a file. Throws as `call` does, also when no piece of it came for 15 s, or it broke off. */
  download<N extends BytesOperation>(
    name: N,
    input: OperationInput<N>,
    options?: DownloadOptions,
  ): Promise<Downloaded>
}

type BytesOperation = Exclude<OperationName, JsonOperation>

export interface DownloadOptions extends CallOptions {
  /** Hears of each piece as it comes. */
  onPiece?(piece: Uint8Array, headers: Headers): void
}

export interface Downloaded {
  blob: Blob
  /** As the server names the file. */
  fileName: string
}

export interface RestOptions {
  /** Scheme, host and port, without a slash at the end. */
  baseUrl: string
  fetch: Fetch
  /** Sent with every request. */
  headers?: Readonly<Record<string, string>>
  runtime: Pick<Runtime, 'setTimeout' | 'clearTimeout'>
  /** The session has ended, as the answer to something that needs one tells. */
  onSignedOut?(): void
}

const timeoutMs = 15_000
/** A file may be on its way for a while. */
const uploadTimeoutMs = 120_000

interface Parts {
  params?: Record<string, string>
  query?: Record<string, string | number | undefined>
  body?: unknown
}

export function createRest({ baseUrl, fetch, headers, runtime, onSignedOut }: RestOptions): Rest {
  /** @param read what is made of the answer; it calls `goesOn` when it is to have as long again. */
  async function ask<T>(
    name: OperationName,
    parts: Parts,
    stop: AbortSignal | undefined,
    read: (response: Response, goesOn: () => void) => Promise<T>,
  ): Promise<T> {
    const { method, path, body, type } = toRequest(routes[name], parts)
    const timeout = new AbortController()
    const wait = () =>
      runtime.setTimeout(() => timeout.abort(), typeof body === 'object' ? uploadTimeoutMs : timeoutMs)
    let timer = wait()
    try {
      const init: RequestInit = {
        method,
        headers: {
          accept: 'application/json',
          ...headers,
          ...(body && { 'content-type': type }),
        },
        credentials: 'same-origin',
        signal: stop ? AbortSignal.any([stop, timeout.signal]) : timeout.signal,
      }
      // A file goes as it is, and the platform knows its own.
      if (body) init.body = body as Blob | string
      const output = await read(await fetch(baseUrl + path, init), () => {
        runtime.clearTimeout(timer)
        timer = wait()
      })
      if (stop?.aborted) throw new NetworkError('stopped')
      return output
    } catch (error) {
      // Signing in answers this to a wrong password.
      if (isCode(error, 'unauthenticated') && name !== 'signIn') onSignedOut?.()
      if (error instanceof ApiError || error instanceof NetworkError) throw error
      throw new NetworkError(stop?.aborted ? 'stopped' : timeout.signal.aborted ? 'timeout' : 'failed', error)
    } finally {
      runtime.clearTimeout(timer)
    }
  }

  return {
    call: <N extends JsonOperation>(name: N, ...given: CallArguments<N>) =>
      ask(
        name,
        (given[0] ?? {}) as Parts,
        given[1]?.signal,
        async (response) => toOutput(response, await response.text()) as OperationOutput<N>,
      ),
    download: (name, input, { signal, onPiece } = {}) =>
      ask(name, input as Parts, signal, async (response, goesOn) => {
        if (!response.ok || !response.body) throw toOutput(response, await response.text())
        const reader = response.body.getReader()
        const pieces: Uint8Array<ArrayBuffer>[] = []
        for (;;) {
          const { done, value } = await reader.read()
          if (done) break
          goesOn()
          pieces.push(value)
          onPiece?.(value, response.headers)
        }
        const type = response.headers.get('content-type') ?? ''
        const fileName = /filename="([^"]*)"/.exec(response.headers.get('content-disposition') ?? '')?.[1]
        return { blob: new Blob(pieces, { type }), fileName: fileName ?? name }
      }),
  }
}

function toRequest(route: string, { params = {}, query = {}, body }: Parts) {
  const [method = '', template = ''] = route.split(' ')
  const path = template.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ''))
  const search = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`)
    .join('&')
  return {
    method,
    path: search ? `${path}?${search}` : path,
    ...toBody(body),
  }
}

function toBody(body: unknown): { body: string | Upload | undefined; type: string } {
  if (isUpload(body)) return { body, type: body.type }
  return { body: body === undefined ? undefined : JSON.stringify(body), type: 'application/json' }
}

const isUpload = (body: unknown): body is Upload =>
  typeof body === 'object' && body !== null && 'arrayBuffer' in body

function toOutput(response: Response, text: string): unknown {
  if (response.ok && text === '') return undefined
  let answer: unknown
  try {
    answer = JSON.parse(text)
  } catch (error) {
    throw new NetworkError('not_json', error)
  }
  if (response.ok) return answer
  if (!isProblem(answer)) throw new NetworkError('not_json')
  const seconds = Number.parseInt(response.headers.get('retry-after') ?? '', 10)
  const retryAfter = answer.retryAfter ?? (Number.isNaN(seconds) ? undefined : seconds)
  throw new ApiError(retryAfter === undefined ? answer : { ...answer, retryAfter })
}

const isProblem = (answer: unknown): answer is Problem =>
  typeof answer === 'object' && answer !== null && 'code' in answer && 'status' in answer
