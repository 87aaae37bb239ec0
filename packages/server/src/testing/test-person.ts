import type { Me, Message, OperationInput, OperationName, OperationOutput, Problem } from '@chatapp/contract'
import { routes } from '@chatapp/contract'
import { WebSocket } from 'ws'
import { TestSocket } from './test-socket.ts'

export interface Answer<T> {
  status: number
  headers: Headers
  /** What the contract promises; for a refusal read `problem`. */
  body: T
  problem: Problem
}

/** Somebody with a session (or without one), who speaks HTTP and WebSocket to a test server. */
export class TestPerson {
  readonly url: string
  cookie: string | null = null
  /** Of a program that acts for them. */
  token: string | null = null
  me: Me | null = null

  constructor(url: string) {
    this.url = url
  }

  get username(): string {
    return this.me!.username
  }

  /** Any request; a body that is neither text nor a blob goes as JSON. */
  async request<T = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const isRaw = body instanceof Blob || typeof body === 'string'
    const type = body instanceof Blob ? body.type : 'application/json'
    const hasType = body !== undefined && type !== '' && !('content-type' in headers)
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      body: body === undefined ? null : isRaw ? body : JSON.stringify(body),
      headers: {
        ...(this.cookie !== null && { cookie: this.cookie }),
        ...(this.token !== null && { authorization: `Bearer ${this.token}` }),
        ...(hasType && { 'content-type': type }),
        ...headers,
      },
    })
    for (const cookie of response.headers.getSetCookie()) this.cookie = cookie.split(';', 1)[0]!
    const answer = await bodyOf(response)
    return { status: response.status, headers: response.headers, body: answer, problem: answer }
  }

  /** An operation of the contract. */
  call<N extends OperationName>(name: N, input?: OperationInput<N>): Promise<Answer<OperationOutput<N>>> {
    const {
      params = {},
      query = {},
      body,
    } = (input ?? {}) as {
      params?: Record<string, string>
      query?: Record<string, unknown>
      body?: unknown
    }
    const [method, template] = routes[name].split(' ') as [string, string]
    const path = template.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key]!))
    const search = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]))
    return this.request(method, search.size > 0 ? `${path}?${search}` : path, body)
  }

  /** Sends and expects it to be taken. */
  async send(to: TestPerson | string, body: string): Promise<Message> {
    const answer = await this.call('sendMessage', {
      body: { to: typeof to === 'string' ? to : to.username, body },
    })
    if (answer.status !== 201) throw new Error(`not sent: ${JSON.stringify(answer.problem)}`)
    return answer.body
  }

  /** @param headers to try what a browser would not do. */
  openSocket(headers: Record<string, string> = {}): TestSocket {
    const socket = new WebSocket(`${this.url.replace('http', 'ws')}/ws`, {
      headers: {
        ...(this.cookie !== null && { cookie: this.cookie }),
        ...(this.token === null
          ? { origin: new URL(this.url).origin }
          : { authorization: `Bearer ${this.token}` }),
        ...headers,
      },
    })
    return new TestSocket(socket)
  }
}

/** Any: what it is stands in the contract. */
async function bodyOf(response: Response) {
  const type = response.headers.get('content-type') ?? ''
  if (type.startsWith('image/')) return (await response.bytes()) as never
  const text = await response.text()
  return type.includes('json') ? JSON.parse(text) : text
}
