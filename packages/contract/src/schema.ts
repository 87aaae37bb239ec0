import { type Static, type TProperties, type TSchema, Type } from 'typebox'
import { limits } from './limits.ts'

/** An input object: what it does not name is refused. */
export const Input = <P extends TProperties>(properties: P) =>
  Type.Object(properties, { additionalProperties: false })

/** Text from outside: no lone surrogates, no NUL. */
export const Text = (options: { minLength?: number; maxLength?: number; pattern?: string } = {}) =>
  Type.String({ ...options, format: 'text' })

export const Nullable = <S extends TSchema>(schema: S) =>
  Type.Unsafe<Static<S> | null>(
    'type' in schema && typeof schema.type === 'string' && schema.type !== 'object'
      ? { ...schema, type: [schema.type, 'null'] }
      : { anyOf: [schema, { type: 'null' }] },
  )

export const Username = Type.String({
  pattern: `^[a-z0-9_]{${limits.usernameMin},${limits.usernameMax}}$`,
  description: 'Lower case. Never changes, is never given out again.',
})
/** A username as somebody types it: compared without regard to case. */
export const UsernameInput = Text({
  pattern: `^[A-Za-z0-9_]{${limits.usernameMin},${limits.usernameMax}}$`,
})

const uuid = '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$'
export const MessageId = Type.String({ pattern: uuid, description: 'A UUID; clients make version 7.' })
export const SessionId = Type.String({ pattern: uuid })
export const TokenId = Type.String({ pattern: uuid })

export const AvatarUrl = Type.Unsafe<string | null>({
  type: ['string', 'null'],
  description: 'A path on the server; another picture has another one. Null: there is none.',
})
export const Bio = Type.String({
  description: `What somebody says of themselves, at most ${limits.bioMax} code points on ${limits.bioLinesMax} lines; empty when they say nothing.`,
})
export const Time = Type.String({ description: 'ISO 8601, UTC, milliseconds.' })
export const Seq = Type.Integer({ minimum: 0, description: "A place in the caller's feed." })
export const Count = Type.Integer({ minimum: 0 })

export const PageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.pageMax })),
  cursor: Type.Optional(Text({ minLength: 1, maxLength: 500 })),
}

/** A page of a list; `next` is the cursor of the page after it, null on the last one. */
export const Page = <S extends TSchema>(item: S) =>
  Type.Object({ items: Type.Array(item), next: Nullable(Type.String()) })
