import type { Static, TObject, TSchema } from 'typebox'
import type { ErrorCode } from './errors.ts'
import type { RateLimitName } from './limits.ts'

/** In place of JSON: bytes of one of these media types. */
export interface Bytes {
  readonly mediaTypes: readonly string[]
}

export const isBytes = (reply: TSchema | Bytes | null): reply is Bytes =>
  reply !== null && 'mediaTypes' in reply

/** What a client gives for bytes, such as a `Blob` or a `File`. */
export interface Upload {
  readonly type: string
  readonly size: number
  arrayBuffer(): Promise<ArrayBuffer>
}

/**
 * One thing a client may ask for, as data. The server makes the route, its validation and its serialisation
 * from it; the client its typed call; the documentation its page.
 */
export interface Operation {
  readonly summary: string
  /** Of an administrator the role is asked on every request. */
  readonly caller: 'anyone' | 'person' | 'admin'
  readonly params?: TObject
  readonly query?: TObject
  readonly body?: TObject
  /** Instead of `body`, where that is not JSON. */
  readonly upload?: Bytes & { readonly maxBytes: number }
  /** By status; null stands for an empty answer. */
  readonly replies: Readonly<Record<number, TSchema | Bytes | null>>
  /** Its own errors; those that every operation of its kind may give are added by `errorsOf`. */
  readonly errors: readonly ErrorCode[]
  readonly limits: readonly RateLimitName[]
  /** A body that holds a message may be larger than others. */
  readonly holdsMessage?: true
  /** About the account itself: a program with a token may not ask for it. */
  readonly onlySessions?: true
}

/** What a write may be answered with for its form, also where it has no body. */
export const formErrors = ['bad_request', 'payload_too_large', 'unsupported_media_type', 'forbidden'] as const

type Part<O, K extends 'params' | 'query' | 'body'> = O extends { readonly [P in K]: infer S extends TSchema }
  ? { [P in K]: Static<S> }
  : unknown

type UploadOf<O> = O extends { readonly upload: Bytes } ? { body: Upload } : unknown

/** What a caller gives to an operation: `{ params, query, body }`, each only where it has one. */
export type InputOf<O> = Part<O, 'params'> & Part<O, 'query'> & Part<O, 'body'> & UploadOf<O>

/** What comes back when it went well. */
export type OutputOf<O> = O extends { readonly replies: infer R }
  ? {
      [S in keyof R]: R[S] extends Bytes ? Uint8Array : R[S] extends TSchema ? Static<R[S]> : undefined
    }[keyof R]
  : never

/** Every error an operation may answer with. */
export function errorsOf(operation: Operation): ErrorCode[] {
  const codes = new Set<ErrorCode>(operation.errors)
  if (operation.caller !== 'anyone') codes.add('unauthenticated')
  if (operation.caller === 'admin') codes.add('forbidden')
  if (operation.onlySessions) codes.add('forbidden')
  const hasBody = operation.body !== undefined || operation.upload !== undefined
  if (operation.query || operation.params || hasBody) codes.add('validation_failed')
  if (hasBody) {
    for (const code of formErrors) codes.add(code)
  }
  if (operation.limits.length > 0) codes.add('rate_limited')
  codes.add('internal').add('unavailable')
  return [...codes]
}
