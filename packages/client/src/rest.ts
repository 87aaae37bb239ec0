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
}

export interface RestOptions {
  /** Scheme, host and port, without a slash at the end. */
  baseUrl: string
  fetch: Fetch
  /** Sent with every request, such as `authorization` for a program. */
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
  return {
    async call<N extends JsonOperation>(name: N, ...given: CallArguments<N>): Promise<OperationOutput<N>> {
      const { method, path, body, type } = toRequest(routes[name], (given[0] ?? {}) as Parts)
      const stop = given[1]?.signal
      const timeout = new AbortController()
      const timer = runtime.setTimeout(
        () => timeout.abort(),
        typeof body === 'object' ? uploadTimeoutMs : timeoutMs,
      )
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
        const response = await fetch(baseUrl + path, init)
        const text = await response.text()
        if (stop?.aborted) throw new NetworkError('stopped')
        return toOutput(response, text) as OperationOutput<N>
      } catch (error) {
        // Signing in answers this to a wrong password.
        if (isCode(error, 'unauthenticated') && name !== 'signIn') onSignedOut?.()
        if (error instanceof ApiError || error instanceof NetworkError) throw error
        throw new NetworkError(
          stop?.aborted ? 'stopped' : timeout.signal.aborted ? 'timeout' : 'failed',
          error,
        )
      } finally {
        runtime.clearTimeout(timer)
      }
    },
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
