import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import Fastify, { type FastifyInstance } from 'fastify'
import { answerProblem, type ProblemDeps, sendProblem } from './problem.ts'
import { Refused } from './refused.ts'
import { addRoutes, type Handlers, type RouteOptions } from './route.ts'
import { apiHeaders, pageHeaders } from './security-headers.ts'
import { compileValidator } from './validation.ts'

/** The HTTP server with every operation on it, not yet listening. */
export function createHttpServer(
  deps: ProblemDeps,
  handlers: Handlers,
  options: RouteOptions & {
    rewriteUrl(request: IncomingMessage): string
    /** Addresses and networks. */
    trustedProxies: readonly string[]
  },
): FastifyInstance {
  const http = Fastify({
    rewriteUrl: options.rewriteUrl,
    // From the right: who stands before the last proxy that is trusted is the client, whatever it claims itself.
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    genReqId: createRequestIds(deps.runtime.newId()),
    // Requests under way at a shutdown are answered; idle connections are let go.
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 200 },
    // A path that cannot be read meets neither hooks nor handlers.
    frameworkErrors: (error, request, reply) => {
      reply.headers(apiHeaders)
      answerProblem(error, request, reply, deps)
    },
  })
  http.decorateRequest('caller', null)
  http.setValidatorCompiler(compileValidator)
  // Only JSON is a body here; the framework would also take plain text.
  http.removeContentTypeParser('text/plain')
  const parseJson = http.getDefaultJsonParser('error', 'error')
  // Bytes that are not UTF-8 would silently become other text than was sent.
  http.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, bytes, done) =>
    isUtf8(bytes) ? parseJson(request, bytes.toString(), done) : done(new Refused('bad_request')),
  )
  http.addHook('onRequest', (request, reply, done) => {
    reply.headers(request.url.startsWith('/api/') ? apiHeaders : pageHeaders)
    done()
  })
  http.setErrorHandler((error, request, reply) => answerProblem(error, request, reply, deps))
  http.setNotFoundHandler((request, reply) => sendProblem(reply, request.id, new Refused('not_found')))
  addRoutes(http, handlers, options)
  return http
}

/** Unique among all requests ever: this start's own name, and a count. Chance for each would cost more than the rest. */
function createRequestIds(start: string): () => string {
  let count = 0
  return () => `${start}-${++count}`
}
