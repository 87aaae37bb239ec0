import { createHmac } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { behindProxy } from '../testing/behind-proxy.ts'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { registration } from '../testing/good-inputs.ts'
import { castPassword, startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { dayMs } from '../testing/test-clock.ts'

let server: TestServer
let ana: TestPerson

beforeAll(async () => {
  server = await startTestServer()
  ana = await server.join('ana')
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const fortnight = (14 * dayMs) / 1000

/** The attributes of the one cookie that an answer sets, without its value. */
function attributesOf(headers: Headers): Set<string> {
  const cookies = headers.getSetCookie()
  expect(cookies).toHaveLength(1)
  const [pair, ...attributes] = cookies[0]!.split('; ')
  return new Set([pair!.split('=')[0]!, ...attributes])
}

/** The session's cookie, taken apart: token.signature. */
function partsOf(person: TestPerson) {
  const [name = '', value = ''] = person.cookie!.split('=')
  const text = decodeURIComponent(value)
  const dot = text.lastIndexOf('.')
  return { name, token: text.slice(0, dot), signature: text.slice(dot + 1) }
}

const sign = (secret: string, token: string) => createHmac('sha256', secret).update(token).digest('base64')

async function ask(cookie: string) {
  const person = server.stranger()
  person.cookie = cookie
  return person.call('getMe')
}

test('on plain http the cookie is out of reach for scripts and other sites', async () => {
  for (const [name, body] of [
    ['signUp', registration('nadia')],
    ['signIn', { login: 'ana', password: castPassword }],
  ] as const) {
    const { headers } = await server.stranger().call(name, { body } as never)
    expect(attributesOf(headers)).toEqual(
      new Set(['chatapp', `Max-Age=${fortnight}`, 'Path=/', 'HttpOnly', 'SameSite=Lax']),
    )
  }
})

test('under https it is for this host alone, and never goes over plain http', async () => {
  await using secure = await startTestServer({ env: { PUBLIC_URL: 'https://chat.example' } })
  const nadia = behindProxy(secure)
  const { headers } = await nadia.call('signUp', { body: registration('nadia') })
  const expected = ['__Host-chatapp', 'Path=/', 'HttpOnly', 'SameSite=Lax', 'Secure']
  expect(attributesOf(headers)).toEqual(new Set([...expected, `Max-Age=${fortnight}`]))
  expect((await nadia.call('getMe')).status).toBe(200)

  const underOldName = behindProxy(secure)
  underOldName.cookie = nadia.cookie!.replace('__Host-', '')
  expect((await underOldName.call('getMe')).status).toBe(401)

  const out = await nadia.call('signOut')
  expect(attributesOf(out.headers)).toEqual(new Set([...expected, 'Max-Age=0']))
})

test('the cookie is the token and its HMAC-SHA256 under the instance’s secret', async () => {
  const secretFile = join(server.dataDir, 'secret')
  expect(statSync(secretFile).mode & 0o777).toBe(0o600)
  const secret = readFileSync(secretFile, 'utf8')
  const { name, token, signature } = partsOf(ana)
  expect(name).toBe('chatapp')
  expect(token).toMatch(/^[A-Za-z0-9]{32,}$/)
  expect(signature).toBe(sign(secret, token))
  // What we sign ourselves in this way is as good.
  expect((await ask(`chatapp=${encodeURIComponent(`${token}.${sign(secret, token)}`)}`)).status).toBe(200)
})

test('a cookie that was changed in any way is worth nothing', async () => {
  const { token, signature } = partsOf(ana)
  const secret = readFileSync(join(server.dataDir, 'secret'), 'utf8')
  const otherToken = `${token.slice(0, -1)}${token.endsWith('a') ? 'b' : 'a'}`
  for (const value of [
    `${otherToken}.${signature}`,
    `${token}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
    `${token}.${signature.slice(0, 20)}`,
    `${token}.`,
    `${token}`,
    `.${signature}`,
    signature,
    `${token.slice(0, -5)}.${signature}`,
    `${token} .${signature}`,
    `${token}.${sign('another secret of at least 32 characters', token)}`,
    `${token}.${sign('', token)}`,
    `${token}.${createHmac('sha1', secret).update(token).digest('base64')}`,
    `${token}.${Buffer.alloc(32).toString('base64')}`,
    // Signed as it should be, but nobody's.
    `${otherToken}.${sign(secret, otherToken)}`,
    `' or 1=1 --.${sign(secret, "' or 1=1 --")}`,
    `%.${sign(secret, '%')}`,
  ]) {
    expectRefusal(await ask(`chatapp=${encodeURIComponent(value)}`), 'unauthenticated')
    expectRefusal(await ask(`chatapp=${value}`), 'unauthenticated')
  }
  for (const header of ['', 'chatapp', 'chatapp=', '=', ';;;', 'chatapp=%', 'chatapp=%zz.%zz', 'other=x'])
    expectRefusal(await ask(header), 'unauthenticated')
  for (const name of ['Chatapp', 'CHATAPP', 'xchatapp', '__Host-chatapp'])
    expectRefusal(await ask(ana.cookie!.replace('chatapp', name)), 'unauthenticated')
  expect((await ana.call('getMe')).status).toBe(200)
})

test('other cookies beside it do not disturb', async () => {
  for (const header of [
    `theme=dark; ${ana.cookie}`,
    `${ana.cookie}; a=b=c`,
    `a; ${ana.cookie};`,
    ` ${ana.cookie} `,
  ])
    expect((await ask(header)).status).toBe(200)
})

test('another instance’s cookie is worth nothing here', async () => {
  await using other = await startTestServer()
  const elsewhere = await other.join('ana')
  expectRefusal(await ask(elsewhere.cookie!), 'unauthenticated')
})

test('sessions outlive a restart, and end with a new secret', async () => {
  const { dataDir } = server
  const env = { SECRET: 'a secret from the settings, 32 or more' }
  await using before = await startTestServer({ env, dataDir: join(dataDir, 'restarted') })
  const nadia = await before.join('nadia')
  await before.app.close()
  const comeBack = async (settings: Record<string, string>) => {
    await using after = await startTestServer({ env: settings, dataDir: join(dataDir, 'restarted') })
    const again = after.stranger()
    again.cookie = nadia.cookie
    return (await again.call('getMe')).status
  }
  expect(await comeBack(env)).toBe(200)
  expect(await comeBack({ SECRET: 'quite another secret, also long enough' })).toBe(401)
})
