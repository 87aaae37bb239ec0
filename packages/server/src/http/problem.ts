/** Whatever was thrown becomes `application/problem+json`; what nobody expected becomes a reference number. */
import { type ErrorCode, errors, type Problem } from '@chatapp/contract'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { Runtime } from '../runtime.ts'
import { Refused } from './refused.ts'
import { fieldErrorsOf } from './validation.ts'

/** What the web framework itself refuses, before our code sees the request. */
const frameworkCodes: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_JSON_BODY: 'bad_request',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'bad_request',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'bad_request',
  FST_ERR_MAX_PARAM_LENGTH: 'not_found',
}

export interface ProblemDeps {
  runtime: Runtime
  /** What to answer when the database could not do it; null when the fault lies elsewhere. */
  storageRefusalOf(error: unknown): ErrorCode | null
}

export function answerProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  { runtime, storageRefusalOf }: ProblemDeps,
): void {
  const code = storageRefusalOf(error)
  const refused = code
    ? new Refused(code, code === 'unavailable' ? { retryAfter: 1 } : {})
    : asRefused(error as FastifyError)
  if (refused.code === 'internal') runtime.log.error(error, request.id)
  sendProblem(reply, request.id, refused)
}

export function sendProblem(reply: FastifyReply, requestId: string, { code, details }: Refused): void {
  const { status, title } = errors[code]
  const problem: Problem = { type: `/docs#error-${code}`, title, status, code, requestId, ...details }
  if (details.retryAfter !== undefined) reply.header('retry-after', String(details.retryAfter))
  reply
    .code(status)
    .header('content-type', 'application/problem+json')
    .serializer(JSON.stringify)
    .send(problem)
}

function asRefused(error: FastifyError): Refused {
  if (error instanceof Refused) return error
  if (error.validation) {
    return new Refused('validation_failed', {
      errors: fieldErrorsOf(error.validation, error.validationContext ?? 'body'),
    })
  }
  const isFrameworks = error.code?.startsWith('FST_') && (error.statusCode ?? 500) < 500
  return new Refused(frameworkCodes[error.code] ?? (isFrameworks ? 'bad_request' : 'internal'))
}
