import { expect, test } from 'vitest'
import {
  closeCodes,
  errors,
  errorsOf,
  limits,
  messageBodyBytes,
  type Operation,
  type OperationName,
  operations,
  rateLimits,
  routes,
} from './index.ts'

const all = Object.entries(operations) as [OperationName, Operation][]

test('every route belongs to an operation, and no two share a method and a path', () => {
  expect(Object.keys(routes).sort()).toEqual(Object.keys(operations).sort())
  expect(new Set(Object.values(routes)).size).toBe(Object.keys(routes).length)
})

test.each(all)('%s has a path whose parts are its parameters', (name, operation) => {
  const [method, path = ''] = routes[name].split(' ')
  expect(method).toMatch(/^(GET|POST|PUT|PATCH|DELETE)$/)
  const parts = [...path.matchAll(/:(\w+)/g)].map(([, part]) => part)
  expect(Object.keys(operation.params?.properties ?? {})).toEqual(parts)
  expect(operation.params?.required ?? []).toEqual(parts)
})

test.each(all)('%s refuses what it does not name', (_, { params, query, body }) => {
  for (const schema of [params, query, body])
    if (schema) expect(schema).toMatchObject({ type: 'object', additionalProperties: false })
})

test.each(all)(
  '%s changes nothing when it is a GET, and is limited when it is for people',
  (name, operation) => {
    const isRead = routes[name].startsWith('GET')
    if (isRead) expect(operation.body).toBeUndefined()
    if (operation.caller !== 'anyone')
      expect(operation.limits.some((limit) => rateLimits[limit].per === 'person')).toBe(true)
    if (!isRead) expect(operation.limits).not.toEqual([])
    if (operation.caller === 'anyone')
      for (const limit of operation.limits) expect(rateLimits[limit].per).toBe('address')
  },
)

test.each(all)('%s tells of every error that its kind may give, each once', (name, operation) => {
  const codes = errorsOf(operation)
  expect(new Set(codes).size).toBe(codes.length)
  for (const code of codes) expect(errors).toHaveProperty(code)
  expect(codes).toEqual(expect.arrayContaining(['internal', 'unavailable', ...operation.errors]))
  expect(codes.includes('unauthenticated')).toBe(operation.caller !== 'anyone' || name === 'signIn')
  if (operation.caller === 'admin') expect(codes).toContain('forbidden')
  // Whatever writes may be asked from a foreign page, with a body that cannot be read.
  if (!routes[name].startsWith('GET'))
    expect(codes).toEqual(
      expect.arrayContaining(['forbidden', 'bad_request', 'payload_too_large', 'unsupported_media_type']),
    )
})

test.each(all)('%s is not for programs when it is about the account itself', (name, operation) => {
  const isAboutAccount =
    ['signOut', 'deleteAccount'].includes(name) || /\/me\/(?!avatar)|\/admin\//.test(routes[name])
  expect(operation.onlySessions ?? false).toBe(isAboutAccount)
  if (operation.onlySessions) expect(operation.caller).not.toBe('anyone')
})

test('the longest message fits into a body, even with every character escaped', () => {
  for (const length of [1, 8000, 100_000]) {
    const escaped = JSON.stringify({
      to: 'x'.repeat(32),
      id: 'x'.repeat(36),
      replyTo: 'x'.repeat(36),
      body: '',
    })
    expect(messageBodyBytes(length)).toBeGreaterThan(escaped.length + '\\ud83d\\ude00'.length * length)
  }
})

test('every list of what may go wrong is told apart by its codes', () => {
  const closing = Object.values(closeCodes).map(({ code }) => code)
  expect(new Set(closing).size).toBe(closing.length)
  for (const { status, title } of Object.values(errors)) {
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(600)
    expect(title).not.toBe('')
  }
  expect(limits.frameOutBytes).toBeLessThan(limits.frameInBytes)
})
