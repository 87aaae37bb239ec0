import {
  errors,
  errorsOf,
  type Operation,
  type OperationName,
  operations,
  routes,
  type Upload,
} from '@chatapp/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { goodInputs } from '../testing/good-inputs.ts'
import { castPassword, startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { joinAdmin } from '../testing/join-admin.ts'
import { isEmbedded } from '../testing/stack.ts'

let server: TestServer
let ana: TestPerson
let root: TestPerson
let good: Record<OperationName, Input>

interface Input {
  params?: Record<string, string>
  query?: Record<string, unknown>
  body?: Record<string, unknown> | Upload
}

beforeAll(async () => {
  server = await startTestServer()
  ana = await server.join('ana')
  root = await joinAdmin(server)
  const ben = await server.join('ben')
  const { id } = await ben.send(ana, 'hello Ana')
  good = goodInputs({ peer: 'ben', messageId: id, newcomer: 'nadia' })
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const nasty = fc.constantFrom<unknown>(
  ...[
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud83d',
    '\ude00x',
    '\ufeff',
    '\u202e',
    '..',
    '.',
    '%00',
    '%',
    "'--",
    '{{7*7}}',
  ],
  ...[
    'null',
    'undefined',
    'NaN',
    'Infinity',
    '-Infinity',
    '1e400',
    '0x10',
    '1_000',
    '١٢',
    '9007199254740993',
  ],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'a@b', 'a@b.c', 'a@b.co', '😀'.repeat(40)],
  ...[-1, -0, 0, 1.5, 1e300, 2 ** 53, 2 ** 63, -(2 ** 53), null, true, false, [], {}, [[]], { length: 1 }],
  { toString: 'x' },
)
const anything = fc.oneof(
  nasty,
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.uuid(),
  fc.integer(),
  fc.double(),
  fc.jsonValue({ maxDepth: 3 }),
)
const change = fc.record({
  part: fc.constantFrom('params', 'query', 'body'),
  field: fc.nat(),
  action: fc.constantFrom('replace', 'replace', 'replace', 'leave out', 'add'),
  value: anything,
})
const attempt = fc.record({
  changes: fc.array(change, { maxLength: 3 }),
  rawBody: fc.option(
    fc.oneof(
      fc.string(),
      fc.json(),
      nasty.map((value) => JSON.stringify(value)),
    ),
    { freq: 6 },
  ),
  contentType: fc.constantFrom(...Array(8).fill(null), 'text/plain', '', 'application/json;;', 'image/png'),
})

// The same seed asks the same questions: what fails here fails again.
const seed = Number(process.env.FUZZ_SEED ?? 1)
/** Of each operation. What is refused is refused before there is any talk of a database. */
const requests = isEmbedded ? 100 : 30

test.each(Object.keys(operations) as OperationName[])(
  '%s answers strange requests, each as documented',
  async (name) => {
    const operation: Operation = operations[name]
    const documented = [
      ...Object.keys(operation.replies).map(Number),
      ...errorsOf(operation).map((code) => errors[code].status),
    ]
    const asking = server.stranger()
    const asker = operation.caller === 'admin' ? root : ana
    asking.cookie = asker.cookie
    await fc.assert(
      fc.asyncProperty(attempt, async ({ changes, rawBody, contentType }) => {
        const input = structuredClone(good[name])
        for (const one of changes) apply(one, input, operation)
        const answer = await ask(asking, name, input, rawBody, contentType)
        expect(documented, JSON.stringify(answer.problem)).toContain(answer.status)
        expect(answer.status).toBeLessThan(500)
        if (answer.status >= 400) expectRefusal(answer, answer.problem.code)
        if (answer.status === 204) {
          await asking.call('signIn', { body: { login: asker.username, password: castPassword } })
          asker.cookie = asking.cookie
        }
      }),
      { numRuns: requests, seed },
    )
  },
)

interface Change {
  part: 'params' | 'query' | 'body'
  field: number
  action: string
  value: unknown
}

function apply({ part, field, action, value }: Change, input: Input, operation: Operation): void {
  const fields = Object.keys(operation[part]?.properties ?? {})
  const place = input[part] as Record<string, unknown> | undefined
  const name = fields[field % fields.length]
  if (!place || !name) return
  // A URL resolves these before it is asked for: that would be another path.
  if (part === 'params' && /^\.\.?$/.test(textOf(value))) return
  if (action === 'add' && part !== 'params') place[textOf(value)] = value
  else if (action === 'leave out' && part !== 'params') delete place[name]
  else place[name] = part === 'params' ? textOf(value).toWellFormed() : value
}

function ask(
  asking: TestPerson,
  name: OperationName,
  { params, query, body }: Input,
  rawBody: string | null,
  contentType: string | null,
) {
  const [method, template] = routes[name].split(' ') as [string, string]
  const path = template.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(params![key]!))
  const search = new URLSearchParams(Object.entries(query ?? {}).map(([key, value]) => [key, textOf(value)]))
  const given = method === 'GET' ? undefined : (rawBody ?? body)
  const usual = body instanceof Blob ? body.type : 'application/json'
  const headers: Record<string, string> = given === undefined ? {} : { 'content-type': contentType ?? usual }
  return asking.request(method, search.size > 0 ? `${path}?${search}` : path, given, headers)
}

const textOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))
