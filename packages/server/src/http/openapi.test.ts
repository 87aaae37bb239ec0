import {
  errors,
  errorsOf,
  fieldErrors,
  type Operation,
  type OperationName,
  operations,
  routes,
} from '@chatapp/contract'
import { Ajv } from 'ajv'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { goodInputs } from '../testing/good-inputs.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { joinAdmin } from '../testing/join-admin.ts'
import type { OpenApi } from './openapi.ts'

let server: TestServer
let ana: TestPerson
let root: TestPerson
let document: OpenApi
let page: string

beforeAll(async () => {
  server = await startTestServer()
  ana = await server.join('ana')
  root = await joinAdmin(server)
  document = (await server.stranger().request<OpenApi>('GET', '/openapi.json')).body
  page = (await server.stranger().request<string>('GET', '/docs')).body
})
afterAll(() => server[Symbol.asyncDispose]())

const names = Object.keys(operations) as OperationName[]
const ajv = new Ajv({ strict: true, allowUnionTypes: true, formats: { text: true } })
const describedAs = (name: OperationName) => {
  const [method, path] = routes[name].split(' ') as [string, string]
  return document.paths[path.replace(/:(\w+)/g, '{$1}')]![method.toLowerCase()]!
}

test('the document names itself, its version and where the session and the token go', async () => {
  expect(document).toMatchObject({
    openapi: '3.1.0',
    info: { title: 'ChatApp', version: (await ana.call('getInstance')).body.version },
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'chatapp' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
  })
  expect(Object.values(document.paths).flatMap((methods) => Object.keys(methods))).toHaveLength(names.length)
})

test.each(names)('%s is described with its input, its answers and every error it may give', (name) => {
  const operation: Operation = operations[name]
  const described = describedAs(name)
  expect(described.operationId).toBe(name)
  expect(described.summary).toBe(operation.summary)
  const token = operation.onlySessions ? [] : [{ token: [] }]
  expect(described.security).toEqual(operation.caller === 'anyone' ? [] : [{ session: [] }, ...token])
  expect(described.description).toBe(operation.caller === 'admin' ? 'For administrators.' : undefined)
  const inputs = { ...operation.params?.properties, ...operation.query?.properties }
  const required: readonly string[] = [
    ...Object.keys(operation.params?.properties ?? {}),
    ...(operation.query?.required ?? []),
  ]
  expect(described.parameters.map((parameter) => parameter.name)).toEqual(Object.keys(inputs))
  for (const parameter of described.parameters)
    expect(parameter.required).toBe(required.includes(parameter.name))
  const taken = operation.body ? ['application/json'] : operation.upload?.mediaTypes
  expect(described.requestBody && Object.keys(described.requestBody.content)).toEqual(taken)

  for (const [status, schema] of Object.entries(operation.replies))
    expect(described.responses[status]!.content !== undefined).toBe(schema !== null)
  for (const code of errorsOf(operation)) {
    const { description, content } = described.responses[errors[code].status]!
    expect(description.split(', ')).toContain(code)
    expect(content).toEqual({
      'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
    })
  }
})

test('every schema in it is one that a strict validator takes', () => {
  const { Problem } = document.components.schemas
  expect(ajv.compile(Problem!)({})).toBe(false)
  for (const name of names) {
    const { parameters, requestBody, responses } = describedAs(name)
    for (const { schema } of parameters) ajv.compile(schema)
    for (const { schema } of Object.values(requestBody?.content ?? {})) ajv.compile(schema)
    for (const { content } of Object.values(responses))
      for (const [type, { schema }] of Object.entries(content ?? {}))
        if (type === 'application/json') ajv.compile(schema)
  }
})

test.each(names)('what %s answers is what its schema says, no more and no less', async (name) => {
  const ben = await server.join(`ben_${name.toLowerCase()}`)
  const { id } = await ben.send(ana, 'hello Ana')
  const inputs = goodInputs({ peer: ben.username, messageId: id, newcomer: `n_${name.toLowerCase()}` })
  const asking = server.stranger()
  const asker = operations[name].caller === 'admin' ? root : ana
  asking.cookie = ['signOut', 'deleteAccount'].includes(name) ? ben.cookie : asker.cookie
  const { status, body } = await asking.call(name, inputs[name] as never)
  // Nothing of this is to be had with what these are given, or on an instance with people on it.
  if (
    [
      'setUp',
      'checkInvitation',
      'confirmEmail',
      'forgotPassword',
      'resetPassword',
      'startDemo',
      'endDemo',
    ].includes(name)
  )
    return expect(status).toBe(403)
  if (['endSession', 'revokeToken', 'revokeInvitation', 'replaceRecoveryCodes', 'getAvatar'].includes(name))
    return expect(status).toBe(404)
  if (name === 'finishSecondFactor') return expect(status).toBe(422)
  const schema = describedAs(name).responses[status]!.content?.['application/json']?.schema
  if (!schema) return expect([status, body]).toEqual([204, ''])
  expect(ajv.validate(closed(schema), body), JSON.stringify(ajv.errors)).toBe(true)
})

test('the page has a section for every operation and a line for every error', () => {
  for (const name of names) {
    expect(page).toContain(`<section id="${name}">`)
    expect(page).toContain(`href="#${name}"`)
    const [method, path] = routes[name].split(' ') as [string, string]
    expect(page).toContain(`<code>${method} ${path.replace(/:(\w+)/g, '{$1}')}</code>`)
  }
  // The type of every problem leads here.
  for (const code of Object.keys(errors)) expect(page).toContain(`id="error-${code}"`)
  for (const code of fieldErrors) expect(page).toContain(code)
})

test('the page needs no script and no style of its own', async () => {
  expect(page).not.toMatch(/<script|<style|\sstyle=|\son\w+=|javascript:|<iframe|<object|<base/i)
  const files = [...page.matchAll(/(?:href|src)="([^#"][^"]*)"/g)].map(([, path]) => path)
  expect(new Set(files)).toEqual(new Set(['/docs.css', '/openapi.json']))
  for (const path of files) expect((await server.stranger().request('GET', path!)).status).toBe(200)
})

test('every page and every answer carries the policy, whatever its status', async () => {
  const policy = (await server.stranger().request('GET', '/docs')).headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toContain("require-trusted-types-for 'script'; trusted-types chatapp")
  expect(policy).not.toContain('unsafe')
  for (const [method, path, body] of [
    ['GET', '/docs'],
    ['GET', '/docs.css'],
    ['GET', '/openapi.json'],
    ['GET', '/healthz'],
    ['GET', '/api/v1/me'],
    ['GET', '/api/v1/users/nobody_here'],
    ['GET', '/nope'],
    ['GET', '/%zz'],
    ['DELETE', '/api/v1/me'],
    ['POST', '/api/v1/messages', '{'],
    ['POST', '/api/v1/messages', {}],
    ['POST', '/api/v1/sign-in', { login: 'ana', password: 'wrong' }],
    ['POST', '/api/v1/sign-in', 'x'.repeat(100_000)],
  ] as const) {
    const { headers } = await ana.request(method, path, body)
    // What is no page may load nothing at all.
    const isPage = !path.startsWith('/api/') && path !== '/%zz'
    expect(headers.get('content-security-policy'), path).toBe(
      isPage ? policy : "default-src 'none'; frame-ancestors 'none'",
    )
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    if (isPage) expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    if (path.startsWith('/api/')) expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.has('server') || headers.has('x-powered-by')).toBe(false)
  }
})

/** The same schema, with every object refusing what it does not name. */
function closed(schema: object): object {
  return JSON.parse(JSON.stringify(schema), (_, value) =>
    value?.type === 'object' ? { ...value, additionalProperties: false } : value,
  )
}
