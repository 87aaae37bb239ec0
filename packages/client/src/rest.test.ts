import { describe, expect, test } from 'vitest'
import { ApiError, askedWaitMs, isRetryable, NetworkError } from './api-error.ts'
import { createRest, type Fetch } from './rest.ts'
import { message, problem } from './testing/cast.ts'
import { handClock } from './testing/hand-clock.ts'

const answering = (body: string | null, status = 200, headers: Record<string, string> = {}) => {
  const asked: { url: string; init: Parameters<Fetch>[1] }[] = []
  let signedOut = 0
  const fetch: Fetch = async (url, init) => {
    asked.push({ url, init })
    return new Response(body, { status, headers }) as Awaited<ReturnType<Fetch>>
  }
  const { runtime } = handClock()
  const rest = createRest({
    ...{ baseUrl: 'http://chat', fetch, runtime },
    headers: { authorization: 'Bearer x' },
    onSignedOut: () => signedOut++,
  })
  return { rest, asked, signedOut: () => signedOut }
}

const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  )

describe('a request', () => {
  test('is built from the route: path, query and body', async () => {
    const { rest, asked } = answering(JSON.stringify(message(1)))
    await rest.call('getMessage', { params: { id: 'a/b' } })
    await rest.call('listMessages', { query: { with: 'ben', before: 7, limit: undefined } })
    await rest.call('sendMessage', { body: { to: 'ben', body: 'hi' } })
    expect(asked.map(({ url, init }) => `${init.method} ${url}`)).toEqual([
      'GET http://chat/api/v1/messages/a%2Fb',
      'GET http://chat/api/v1/messages?with=ben&before=7',
      'POST http://chat/api/v1/messages',
    ])
    expect(asked[2]!.init.body).toBe('{"to":"ben","body":"hi"}')
    expect(asked[2]!.init.headers).toMatchObject({
      'content-type': 'application/json',
      authorization: 'Bearer x',
    })
    expect(asked[0]!.init.headers).not.toHaveProperty('content-type')
    expect(asked[0]!.init.credentials).toBe('same-origin')
  })

  test('with a file sends it as it is, under its own media type', async () => {
    const { rest, asked } = answering('{}')
    const picture = new Blob(['GIF89a'], { type: 'image/gif' })
    await rest.call('setAvatar', { body: picture })
    expect(asked[0]!.init).toMatchObject({
      method: 'PUT',
      headers: { 'content-type': 'image/gif', accept: 'application/json' },
    })
    expect(asked[0]!.init.body).toBe(picture)
  })

  test('gives the answer, and nothing for an empty one', async () => {
    expect(
      await answering(JSON.stringify(message(1))).rest.call('getMessage', { params: { id: 'x' } }),
    ).toEqual(message(1))
    expect(await answering(null, 204).rest.call('signOut')).toBeUndefined()
  })
})

describe('a refusal', () => {
  test('is an ApiError with what the problem says', async () => {
    const refused = problem('validation_failed', 422, { errors: [{ path: '/body', code: 'too_long' }] })
    const { rest } = answering(JSON.stringify(refused), 422)
    const error = (await failureOf(rest.call('getMe'))) as ApiError
    expect(error).toBeInstanceOf(ApiError)
    expect([error.code, error.status, error.requestId]).toEqual(['validation_failed', 422, 'r-1'])
    expect(error.errors).toEqual([{ path: '/body', code: 'too_long' }])
    expect(error.retryAfter).toBeNull()
    expect(isRetryable(error)).toBe(false)
  })

  test('may ask for a wait, in its body or in a header', async () => {
    const inBody = answering(JSON.stringify(problem('rate_limited', 429, { retryAfter: 3 })), 429).rest
    const inHeader = answering(JSON.stringify(problem('unavailable', 503)), 503, { 'retry-after': '7' }).rest
    expect(askedWaitMs(await failureOf(inBody.call('getMe')))).toBe(3000)
    expect(askedWaitMs(await failureOf(inHeader.call('getMe')))).toBe(7000)
  })

  test('with 401 tells that the session ended, except when signing in', async () => {
    const { rest, signedOut } = answering(JSON.stringify(problem('unauthenticated', 401)), 401)
    await failureOf(rest.call('signIn', { body: { login: 'ana', password: 'wrong' } }))
    expect(signedOut()).toBe(0)
    await failureOf(rest.call('getMe'))
    expect(signedOut()).toBe(1)
  })

  test('that asks for the password again, or for a code, has signed nobody out', async () => {
    for (const code of ['reauthentication_required', 'second_factor_required'] as const) {
      const { rest, signedOut } = answering(JSON.stringify(problem(code, 401)), 401)
      await failureOf(rest.call('endOtherSessions'))
      await failureOf(rest.call('confirmIdentity', { body: { password: 'hers' } }))
      expect(signedOut()).toBe(0)
    }
  })

  test.for([
    ['rate_limited', 429, true],
    ['internal', 500, true],
    ['unavailable', 503, true],
    ['insufficient_storage', 507, true],
    ['not_accepting', 403, false],
    ['id_conflict', 409, false],
    ['unauthenticated', 401, false],
  ] as const)('%s (%i) may go well when tried again: %s', ([code, status, may]) => {
    expect(isRetryable(new ApiError(problem(code, status)))).toBe(may)
  })
})

describe('no answer', () => {
  const reasonOf = async (call: Promise<unknown>) => {
    const error = await failureOf(call)
    expect(error).toBeInstanceOf(NetworkError)
    return (error as NetworkError).reason
  }

  test('is a NetworkError when fetch throws', async () => {
    const fetch: Fetch = async () => {
      throw new TypeError('offline')
    }
    const rest = createRest({ baseUrl: '', fetch, runtime: handClock().runtime })
    expect(await reasonOf(rest.call('getMe'))).toBe('failed')
  })

  test('is a NetworkError when the answer is not JSON, or not one of ours', async () => {
    expect(await reasonOf(answering('<h1>Bad gateway</h1>', 502).rest.call('getMe'))).toBe('not_json')
    expect(await reasonOf(answering('<h1>Hello</h1>', 200).rest.call('getMe'))).toBe('not_json')
    expect(await reasonOf(answering('{"error":"?"}', 500).rest.call('getMe'))).toBe('not_json')
  })

  const hanging: Fetch = (_, { signal }) =>
    new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))))

  test('within fifteen seconds ends the request', async () => {
    const clock = handClock()
    const rest = createRest({ baseUrl: '', fetch: hanging, runtime: clock.runtime })
    const reason = reasonOf(rest.call('getMe'))
    await clock.pass(15_000)
    expect(await reason).toBe('timeout')
    expect(clock.timers).toBe(0)
  })

  test('to a file ends the request after two minutes', async () => {
    const clock = handClock()
    const rest = createRest({ baseUrl: '', fetch: hanging, runtime: clock.runtime })
    const reason = reasonOf(rest.call('setAvatar', { body: new Blob(['x'], { type: 'image/gif' }) }))
    await clock.pass(119_000)
    expect(clock.timers).toBe(1)
    await clock.pass(1000)
    expect(await reason).toBe('timeout')
  })

  test('because it was stopped is not tried again', async () => {
    const stop = new AbortController()
    const rest = createRest({ baseUrl: '', fetch: hanging, runtime: handClock().runtime })
    const failure = failureOf(rest.call('getMe', undefined, { signal: stop.signal }))
    stop.abort()
    expect(isRetryable(await failure)).toBe(false)
  })
})
