import { type Static, Type } from 'typebox'

/** The closed list of errors. Clients act on the code; the title is for people who read logs. */
export const errors = {
  bad_request: { status: 400, title: 'The request could not be read' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  reauthentication_required: { status: 401, title: 'Confirm your password first' },
  second_factor_required: { status: 401, title: 'A code is needed, too' },
  forbidden: { status: 403, title: 'This is not allowed' },
  not_accepting: { status: 403, title: 'This person does not take messages from you' },
  not_found: { status: 404, title: 'There is nothing here' },
  method_not_allowed: { status: 405, title: 'This resource does not know that method' },
  id_conflict: { status: 409, title: 'This ID is already used for something else' },
  revision_conflict: { status: 409, title: 'This was changed meanwhile' },
  payload_too_large: { status: 413, title: 'The request is too large' },
  unsupported_media_type: { status: 415, title: 'This does not take that media type' },
  validation_failed: { status: 422, title: 'Some values are not acceptable' },
  window_closed: { status: 422, title: 'The time for this has passed' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong here' },
  unavailable: { status: 503, title: 'Not available right now' },
  insufficient_storage: { status: 507, title: 'There is no space left' },
} as const satisfies Record<string, { status: number; title: string }>

export type ErrorCode = keyof typeof errors

/** Why one value was refused. */
export const fieldErrors = [
  'required',
  'unknown_field',
  'wrong_type',
  'empty',
  'too_short',
  'too_long',
  'out_of_range',
  'bad_format',
  'bad_characters',
  'taken',
  'not_allowed',
  'wrong',
] as const

export type FieldErrorCode = (typeof fieldErrors)[number]

export const Problem = Type.Object(
  {
    type: Type.String({ description: 'A link to the line about this code.' }),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.Unsafe<ErrorCode>({ type: 'string', enum: Object.keys(errors) }),
    detail: Type.Optional(Type.String()),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          path: Type.String({ description: 'A JSON pointer into the body, or the name of a parameter.' }),
          code: Type.Unsafe<FieldErrorCode>({ type: 'string', enum: [...fieldErrors] }),
        }),
      ),
    ),
    requestId: Type.String(),
    retryAfter: Type.Optional(Type.Integer({ description: 'Seconds.' })),
  },
  { description: 'application/problem+json, RFC 9457.' },
)
export type Problem = Static<typeof Problem>
