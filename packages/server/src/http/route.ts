/** An operation of the contract and a handler become a route. */
import type { Readable } from 'node:stream'
import {
  type Bytes,
  isBytes,
  limits,
  messageBodyBytes,
  type Operation,
  type OperationInput,
  type OperationName,
  type OperationOutput,
  operations,
  rateLimits,
  routes,
} from '@chatapp/contract'
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  RouteOptions as FastifyRoute,
  HTTPMethods,
} from 'fastify'
import { clientNetwork } from './client-network.ts'
import { comesFromHome } from './origins.ts'
import type { RateLimits } from './rate-limits.ts'
import { Refused } from './refused.ts'

/** Who asks: the person behind a session, or behind a program's token. */
export interface Caller {
  readonly key: number
  readonly username: string
  /** Of the session, or of the token. */
  readonly sessionId: string
  readonly role: 'user' | 'admin'
  /** A program asks, which is trusted with less. */
  readonly isProgram?: true
  /** Where the session's cookie belongs; everywhere unless it says so. */
  readonly cookiePath?: string
}

export interface Asked {
  /** The client's address, as the socket shows it, or a proxy that is trusted. */
  readonly address: string
  readonly request: FastifyRequest
}

/** An answer that chooses its status or carries headers; other handlers return just the body. */
export class Reply<T> {
  readonly status: number
  readonly body: T
  readonly headers: Record<string, string | string[]>
  constructor(status: number, body: T, headers: Record<string, string | string[]> = {}) {
    this.status = status
    this.body = body
    this.headers = headers
  }
}

type CallerOf<N extends OperationName> = (typeof operations)[N]['caller'] extends 'anyone' ? null : Caller

/** What a client gives, once it is read: bytes are here as a whole. */
type Received<N extends OperationName> = (typeof operations)[N] extends { readonly upload: Bytes }
  ? Omit<OperationInput<N>, 'body'> & { body: Buffer | undefined }
  : OperationInput<N>

/** What a handler gives: bytes also as they come. */
type Given<N extends OperationName> =
  OperationOutput<N> extends Uint8Array ? Uint8Array | Readable : OperationOutput<N>

export type Handler<N extends OperationName> = (
  caller: CallerOf<N>,
  input: Received<N>,
  asked: Asked,
) => Promise<Given<N> | Reply<Given<N>>>

export type Handlers<N extends OperationName = OperationName> = { [K in N]: Handler<K> }

export interface RouteOptions {
  findCaller(request: FastifyRequest, reply: FastifyReply): Promise<Caller | null>
  rateLimits: RateLimits
  /** Known once the server listens. */
  origins(): ReadonlySet<string>
  messageMaxLength: number
}

export function addRoutes(http: FastifyInstance, handlers: Handlers, options: RouteOptions): void {
  const methodsOf = new Map<string, string[]>()
  for (const name of Object.keys(routes) as OperationName[]) {
    const { method, url } = routeOf(name)
    methodsOf.set(url, [...(methodsOf.get(url) ?? []), method])
    addRoute(http, name, handlers[name] as Handler<OperationName>, options)
  }
  for (const [url, methods] of methodsOf) refuseOtherMethods(http, url, methods)
}

function routeOf(name: OperationName) {
  const [method, url] = routes[name].split(' ') as [HTTPMethods, string]
  return { method, url }
}

function addRoute(
  http: FastifyInstance,
  name: OperationName,
  handler: Handler<OperationName>,
  { findCaller, rateLimits: buckets, origins, messageMaxLength }: RouteOptions,
): void {
  const operation: Operation = operations[name]
  const { method, url } = routeOf(name)
  const [okStatus] = Object.keys(operation.replies).map(Number)
  const perAddress = operation.limits.filter((limit) => rateLimits[limit].per === 'address')
  const perPerson = operation.limits.filter((limit) => rateLimits[limit].per === 'person')

  const { upload } = operation
  const route: FastifyRoute = {
    method,
    url,
    bodyLimit:
      upload?.maxBytes ?? (operation.holdsMessage ? messageBodyBytes(messageMaxLength) : limits.bodyBytes),
    schema: schemaOf(operation),
    // Who asks, and how often, is settled before a body is read.
    async onRequest(request, reply) {
      if (method !== 'GET' && !comesFromHome(request.raw, origins())) throw new Refused('forbidden')
      for (const limit of perAddress) buckets.take(limit, clientNetwork(request.ip))
      if (operation.caller === 'anyone') return
      request.caller = await findCaller(request, reply)
      if (request.caller === null) throw new Refused('unauthenticated')
      for (const limit of perPerson) buckets.take(limit, request.caller.key)
      if (operation.caller === 'admin' && request.caller.role !== 'admin') throw new Refused('forbidden')
      if (operation.onlySessions && request.caller.isProgram) throw new Refused('forbidden')
    },
    async handler(request, reply) {
      const input = { params: request.params, query: request.query, body: request.body } as never
      const output = await handler(request.caller as never, input, { address: request.ip, request })
      const { status, body, headers } = output instanceof Reply ? output : new Reply(okStatus!, output)
      return reply.code(status).headers(headers).send(body)
    },
  }
  if (upload) http.register(async (within) => takingBytes(within, upload).route(route))
  else http.route(route)
}

/** In a scope of its own, in which these are a body, and JSON is none. */
function takingBytes(http: FastifyInstance, { mediaTypes }: Bytes): FastifyInstance {
  http.removeAllContentTypeParsers()
  http.addContentTypeParser<Buffer>([...mediaTypes], { parseAs: 'buffer' }, (_, bytes, done) =>
    done(null, bytes),
  )
  return http
}

function refuseOtherMethods(http: FastifyInstance, url: string, methods: string[]): void {
  const others = (['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const).filter(
    (method) => !methods.includes(method),
  )
  http.route({
    method: others,
    url,
    async onRequest(_request, reply) {
      reply.header('allow', methods.join(', '))
      throw new Refused('method_not_allowed')
    },
    async handler() {},
  })
}

function schemaOf({ params, query, body, replies }: Operation) {
  const response = Object.fromEntries(
    Object.entries(replies).filter(([, schema]) => schema !== null && !isBytes(schema)),
  )
  return { ...(params && { params }), ...(query && { querystring: query }), ...(body && { body }), response }
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null
  }
}
