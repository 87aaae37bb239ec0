import type { FieldErrorCode, Operation } from '@chatapp/contract'

export interface BadValue {
  what: string
  part: 'params' | 'query' | 'body'
  field: string
  /** undefined: left out. */
  value: unknown
  codes: FieldErrorCode[]
}

interface Schema {
  type?: string | string[]
  enum?: unknown[]
  minLength?: number
  maxLength?: number
  pattern?: string
  minimum?: number
  maximum?: number
}

/** Every way in which a single value of an operation's input can be wrong by its schema. */
export function badValuesOf(operation: Operation): BadValue[] {
  return (['params', 'query', 'body'] as const).flatMap((part) => {
    const schema = operation[part]
    if (!schema) return []
    const found: BadValue[] = []
    const add = (field: string, what: string, value: unknown, ...codes: FieldErrorCode[]) =>
      found.push({ what: `${part} ${field} ${what}`, part, field, value, codes })
    if (part !== 'params') {
      for (const field of schema.required ?? []) add(field, 'left out', undefined, 'required')
      const unknown = ['banned', 'role', 'key', 'constructor', 'a/b~c']
      for (const field of unknown.filter((name) => !Object.hasOwn(schema.properties, name)))
        add(field, 'unknown', 'x', 'unknown_field')
    }
    for (const [field, property] of Object.entries(schema.properties)) {
      const bad = part === 'body' ? [...wrongTypes(property), ...wrong(property)] : wrong(property)
      for (const [what, value, ...codes] of bad) add(field, what, value, ...codes)
      if (part !== 'body' && (property as Schema).type === 'integer')
        for (const text of ['abc', '1.5', '', '1,5', 'NaN', 'Infinity', 'true', 'null'])
          add(field, `"${text}"`, text, 'wrong_type')
    }
    return found
  })
}

/** Which of several faults of one text is named is not promised. */
const anyOfThem: FieldErrorCode[] = ['bad_characters', 'bad_format', 'too_short']

type Wrong = [what: string, value: unknown, ...codes: FieldErrorCode[]]

/** JSON has types; nothing is made to fit. */
function wrongTypes({ type }: Schema): Wrong[] {
  const others = type === 'string' ? [5, 0, true] : ['5', '', true, 1.5]
  const nothing = Array.isArray(type) && type.includes('null') ? [] : [null]
  const found: Wrong[] = [...others, ...nothing, [], ['x'], {}].map((value) => [
    JSON.stringify(value),
    value,
    'wrong_type',
  ])
  if (type === 'string')
    for (const [what, text] of [
      ['a high surrogate alone', 'abcdefgh\ud83d'],
      ['a low surrogate alone', '\ude00abcdefgh'],
      ['surrogates the wrong way round', 'abcdefgh\ude00\ud83d'],
    ] as const)
      found.push([what, text, ...anyOfThem])
  return found
}

function wrong({ type, minLength, maxLength, pattern, minimum, maximum, ...more }: Schema): Wrong[] {
  const found: Wrong[] = []
  if (more.enum && type !== 'string')
    return [-1, 0, 1, 2 ** 53].map((value) => [`${value}`, value, 'bad_format'])
  if (type === 'integer') {
    if (minimum !== undefined) found.push(['too small', minimum - 1, 'out_of_range'])
    if (maximum !== undefined) found.push(['too large', maximum + 1, 'out_of_range'])
    return found
  }
  found.push(['a NUL', 'abcdefgh\0', ...anyOfThem])
  if (minLength) found.push(['too short', 'x'.repeat(minLength - 1), 'too_short', 'bad_format'])
  if (maxLength) {
    const character = maxLength > 1000 ? 'x' : '😀'
    found.push(['too long', character.repeat(maxLength + 1), 'too_long', 'bad_format'])
  }
  if (pattern) for (const text of ['a b', '../..', "' or 1=1", 'Ünï']) found.push([text, text, 'bad_format'])
  return found
}
