import { refuseField } from './refused.ts'

/** A page's cursor: what the next page begins after. Opaque to clients; anything else than ours is refused. */
export const writeCursor = (place: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url')

/** @throws Refused `validation_failed` when the text is not one of our cursors of this form. */
export function readCursor<const T extends readonly ('string' | 'number')[]>(text: string, form: T) {
  const place = parse(text)
  const fits =
    Array.isArray(place) && place.length === form.length && form.every((type, i) => typeof place[i] === type)
  if (!fits) throw refuseField('cursor', 'bad_format')
  return place as { -readonly [I in keyof T]: T[I] extends 'string' ? string : number }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    return null
  }
}
