/** JSON Schema from the contract, checked by Ajv: nothing stripped, nothing coerced. */
import type { FieldErrorCode } from '@chatapp/contract'
import { Ajv, type ErrorObject } from 'ajv'
import type { FastifySchemaCompiler, FastifySchemaValidationError } from 'fastify'
import type { FieldError } from './refused.ts'

const formats = { text: (text: string) => isText(text) }
const exact = new Ajv({ allErrors: false, strict: true, allowUnionTypes: true, formats })

/** No lone surrogates and no NUL: neither survives every database and every client. */
export function isText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

export const compileValidator: FastifySchemaCompiler<QuerySchema> = ({ schema, httpPart }) => {
  const validate = exact.compile<object>(schema)
  if (httpPart !== 'querystring') return validate
  return (query) => {
    const value = readWholeNumbers(query, schema)
    return validate(value) ? { value } : { error: validate.errors as FastifySchemaValidationError[] }
  }
}

interface QuerySchema {
  properties?: Record<string, { type?: unknown }>
}

/** A query is text: where the schema wants a whole number, one that is written as such becomes one. */
function readWholeNumbers(query: Record<string, unknown>, { properties }: QuerySchema) {
  const numbers = Object.entries(query).filter(
    ([name, text]) => properties?.[name]?.type === 'integer' && /^-?\d+$/.test(String(text)),
  )
  return { ...query, ...Object.fromEntries(numbers.map(([name, text]) => [name, Number(text)])) }
}

/** A type guard from a schema, for what does not come as a request. */
export const compileCheck = <T>(schema: object) => exact.compile<T>(schema)

const codes: Record<string, FieldErrorCode> = {
  required: 'required',
  additionalProperties: 'unknown_field',
  type: 'wrong_type',
  minLength: 'too_short',
  maxLength: 'too_long',
  minimum: 'out_of_range',
  maximum: 'out_of_range',
  pattern: 'bad_format',
  format: 'bad_characters',
}

export function fieldErrorsOf(failures: FastifySchemaValidationError[], part: string): FieldError[] {
  return failures.map(({ instancePath, keyword, params }) => {
    const named: string | undefined =
      (params as ErrorObject['params']).missingProperty ?? params.additionalProperty
    const code = codes[keyword] ?? 'bad_format'
    if (part !== 'body') return { path: named ?? instancePath.slice(1), code }
    return { path: named === undefined ? instancePath : `${instancePath}/${escapePointer(named)}`, code }
  })
}

const escapePointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')
