import type { ErrorCode, Problem } from '@chatapp/contract'

/** The server answered, and refused. Act on `code`; `errors` names the values that were not acceptable. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.title}`)
    this.problem = problem
  }

  get code(): ErrorCode {
    return this.problem.code
  }
  get status(): number {
    return this.problem.status
  }
  get errors(): NonNullable<Problem['errors']> {
    return this.problem.errors ?? []
  }
  /** Seconds to wait before trying again, when the server said so. */
  get retryAfter(): number | null {
    return this.problem.retryAfter ?? null
  }
  get requestId(): string {
    return this.problem.requestId
  }
}

/** No answer of ours came: whether the server did what was asked is unknown. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError'
  readonly reason: 'failed' | 'timeout' | 'stopped' | 'not_json'

  constructor(reason: NetworkError['reason'], cause?: unknown) {
    super(`No answer: ${reason}`, { cause })
    this.reason = reason
  }
}

export const isCode = (error: unknown, code: ErrorCode): error is ApiError =>
  error instanceof ApiError && error.code === code

/** Trying the same thing again may go well: no answer, a fault on the server's side, or too many requests. */
export function isRetryable(error: unknown): boolean {
  if (error instanceof NetworkError) return error.reason !== 'stopped'
  return error instanceof ApiError && (error.status >= 500 || error.code === 'rate_limited')
}

/** The wait that the server asked for, in milliseconds; 0 when it asked for none. */
export const askedWaitMs = (error: unknown): number =>
  error instanceof ApiError ? (error.retryAfter ?? 0) * 1000 : 0
