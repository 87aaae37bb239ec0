/** JSON Schema from the contract, checked by Ajv: nothing stripped, nothing coerced but the text of a query. */
import type { FieldErrorCode } from '@chatapp/contract'
import { Ajv, type ErrorObject } from 'ajv'
import type { FastifySchemaCompiler, FastifySchemaValidationError } from 'fastify'
import type { FieldError } from './refused.ts'

const formats = { text: (text: string) => isText(text) }
const options = { allErrors: false, strict: true, allowUnionTypes: true, formats }
const exact = new Ajv(options)
const fromText = new Ajv({ ...options, coerceTypes: true })

/** No lone surrogates and no NUL: neither survives every database and every client. */
export function isText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

export const compileValidator: FastifySchemaCompiler<object> = ({ schema, httpPart }) =>
  (httpPart === 'querystring' ? fromText : exact).compile(schema)

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
    const named = (params as ErrorObject['params']).missingProperty ?? params.additionalProperty
    const pointer = named === undefined ? instancePath : `${instancePath}/${named}`
    return { path: part === 'body' ? pointer : pointer.slice(1), code: codes[keyword] ?? 'bad_format' }
  })
}
