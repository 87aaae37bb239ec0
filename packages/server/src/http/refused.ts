import type { ErrorCode, FieldErrorCode } from '@chatapp/contract'

export interface FieldError {
  /** A JSON pointer into the body (`/username`), or the name of a parameter. */
  path: string
  code: FieldErrorCode
}

interface Details {
  errors?: FieldError[]
  /** Seconds. */
  retryAfter?: number
  detail?: string
}

/** What rules throw: a code of the contract's closed list. `problem.ts` turns it into the answer. */
export class Refused extends Error {
  readonly code: ErrorCode
  readonly details: Details

  constructor(code: ErrorCode, details: Details = {}) {
    super(code)
    this.code = code
    this.details = details
  }
}

/** One value is not acceptable. */
export const refuseField = (path: string, code: FieldErrorCode): Refused =>
  new Refused('validation_failed', { errors: [{ path, code }] })
