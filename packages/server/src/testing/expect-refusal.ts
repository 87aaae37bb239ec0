import { type ErrorCode, errors, type FieldErrorCode, Problem } from '@chatapp/contract'
import { Ajv } from 'ajv'
import { expect } from 'vitest'
import type { Answer } from './test-person.ts'

const isProblem = new Ajv().compile({ ...Problem, additionalProperties: false })

/** A refusal as every refusal must look. @param fields what it says about single values: path, then code. */
export function expectRefusal(
  answer: Answer<unknown>,
  code: ErrorCode,
  ...fields: [path: string, code: FieldErrorCode][]
): void {
  const { status, headers, problem } = answer
  expect(problem, JSON.stringify(problem)).toMatchObject({ code, ...errors[code] })
  expect(status).toBe(errors[code].status)
  expect(headers.get('content-type')).toBe('application/problem+json')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(isProblem(problem), JSON.stringify(isProblem.errors)).toBe(true)
  expect(problem.requestId).toMatch(/^[0-9a-f-]{36}-\d+$/)
  expect(problem.type).toBe(`/docs#error-${code}`)
  expect(headers.get('retry-after')).toBe(
    problem.retryAfter === undefined ? null : String(problem.retryAfter),
  )
  if (fields.length > 0) expect(problem.errors).toEqual(fields.map(([path, code]) => ({ path, code })))
}
