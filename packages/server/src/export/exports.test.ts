/** The file with all that is kept of somebody: whole, theirs alone, and never in memory as a whole. */
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { everythingOf } from '../testing/everything-of.ts'
import { expectRefusal } from '../testing/expect-refusal.ts'
import { goodInputs } from '../testing/good-inputs.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/index.ts'
import { readHistory } from '../testing/read-all.ts'
import { seedTalks } from '../testing/seed-talks.ts'
import { stackSettings } from '../testing/stack.ts'
import { hourMs, TestClock } from '../testing/test-clock.ts'

const clock = new TestClock()
let server: TestServer
let count = 0

beforeAll(async () => {
  server = await startTestServer({ runtime: { now: clock.now } })
})
afterEach(() => clock.reset())
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

const newcomer = (name: string) => server.join(`${name}_${++count}`)
const ask = (person: TestPerson, format = 'json') => person.call('exportData', { query: { format } })
const picture = goodInputs({ peer: '', messageId: '', newcomer: '' }).setAvatar
const secret = 'Meet me at the lighthouse, alone'

interface Exported {
  format: string
  version: number
  profile: unknown
  picture: { mediaType: string; base64: string } | null
  secondFactor: unknown
  sessions: unknown[]
  tokens: unknown[]
  totalMessages: number
  conversations: { peer: { username: string }; lastNumber: number; messages: unknown[] }[]
}

test('it holds all that its person can read, in order, and nothing of anybody else', async () => {
  const [ana, ben, chloe] = [await newcomer('ana'), await newcomer('ben'), await newcomer('chloe')]
  await ana.call('updateProfile', { body: { bio: 'Mostly\nat sea.' } })
  await ana.call('setAvatar', picture)
  const made = await ana.call('createToken', { body: { name: 'Weather', days: 30 } })
  for (let i = 0; i < 5; i++) await (i % 2 ? ana.send(ben, `to Ben ${i}`) : ben.send(ana, `to Ana\n${i}`))
  await chloe.send(ana, 'Grüße, 你好, 😀 "quoted" \\ \u2028')
  await chloe.send(ben, secret)

  const answer = await ask(ana)
  const today = new Date(clock.now()).toISOString().slice(0, 10)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(answer.headers.get('content-disposition')).toBe(
    `attachment; filename="chatapp-${ana.username}-${today}.json"`,
  )
  expect(answer.headers.get('content-security-policy')).toContain('sandbox')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.headers.get('x-total-messages')).toBe('6')
  const exported = answer.body as unknown as Exported
  const { conversations, history } = await everythingOf(ana)
  expect(exported).toMatchObject({ format: 'chatapp-export', version: 1, totalMessages: 6 })
  expect(exported.profile).toEqual((await ana.call('getMe')).body)
  expect(exported.sessions).toEqual((await ana.call('listSessions')).body.items)
  expect(exported.tokens).toEqual((await ana.call('listTokens')).body.items)
  expect(exported.tokens).toHaveLength(1)
  expect(exported.secondFactor).toEqual((await ana.call('getSecondFactor')).body)
  const { avatarUrl } = (await ana.call('getMe')).body
  expect(Buffer.from(exported.picture!.base64, 'base64')).toEqual(
    Buffer.from((await ana.request<Uint8Array>('GET', avatarUrl!)).body),
  )
  expect(exported.conversations).toHaveLength(2)
  for (const { messages, ...known } of exported.conversations) {
    const listed = conversations.find(({ peer }) => peer.username === known.peer.username)!
    expect(listed).toMatchObject(known)
    expect(messages).toEqual(history[known.peer.username])
  }
  for (const format of ['json', 'html']) {
    const text = JSON.stringify((await ask(ana, format)).body)
    expect(text).not.toContain('lighthouse')
    // What lets somebody in is not in it.
    expect(text).not.toMatch(/argon2|"token"|password/i)
    expect(text).toContain('Weather')
    expect(text).not.toContain(made.body.token.slice(10))
    expect(text).not.toContain(ana.cookie!.split('=')[1]!.slice(0, 20))
  }
})

test('as a page it carries no script, fetches nothing, and every text in it is text', async () => {
  const [ana, ben] = [await newcomer('ana'), await newcomer('ben')]
  const texts = ['<script>alert(1)</script>', `"'\`><img src=x onerror=alert(1)>`, '</details></style>&amp;']
  await ben.call('updateProfile', { body: { name: '<b>Ben</b> & "Co"' } })
  for (const text of texts) await ben.send(ana, text)
  await ana.send(ben, 'one\ntwo\r\nthree')
  const { headers, body } = await ask(ana, 'html')
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(headers.get('content-disposition')).toMatch(/\.html"$/)
  const page = body as unknown as string
  expect(page).toMatch(/<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; /)
  expect(page).not.toMatch(/<script|<img src=x|<b>|onerror=(?!alert\(1\)&#62;)|unsafe/)
  expect(page).toContain('&#60;b&#62;Ben&#60;/b&#62; &#38; &#34;Co&#34;')
  expect(page.match(/<li id=/g)).toHaveLength(4)
  expect(page).toContain('one&#10;two')
})

test('who has talked with nobody gets a file, too', async () => {
  const ana = await newcomer('ana')
  const { headers, body } = await ask(ana)
  expect(headers.get('x-total-messages')).toBe('0')
  expect(body).toMatchObject({ picture: null, conversations: [] })
  expect((await ask(ana, 'html')).body).toContain('0 messages in all')
})

test('many conversations are all in it, each once', async () => {
  const ana = await newcomer('ana')
  const others = await Promise.all(Array.from({ length: 60 }, () => newcomer('peer')))
  for (const other of others) await other.send(ana, `I am ${other.username}`)
  const exported = (await ask(ana)).body as unknown as Exported
  expect(exported.conversations.map(({ peer }) => peer.username).sort()).toEqual(
    others.map(({ username }) => username).sort(),
  )
  for (const { peer, messages } of exported.conversations)
    expect(messages).toEqual(await readHistory(ana, peer.username))
})

test('it takes a fresh session, a format that there is, and no write', async () => {
  const ana = await newcomer('ana')
  expectRefusal(await ask(ana, 'pdf'), 'validation_failed', ['format', 'bad_format'])
  expectRefusal(await ana.request('POST', '/api/v1/me/export?format=json'), 'method_not_allowed')
  expectRefusal(await server.stranger().call('exportData', { query: { format: 'json' } }), 'unauthenticated')
  clock.pass(hourMs)
  expectRefusal(await ask(ana), 'reauthentication_required')
})

test('limits hold: so many an hour', async () => {
  await using limited = await startTestServer({ env: { RATE_LIMIT: 'on', REDIS_URL: '' } })
  const ana = await limited.join('ana')
  for (let i = 0; i < 5; i++) expect((await ask(ana)).status).toBe(200)
  expectRefusal(await ask(ana), 'rate_limited')
})

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void
async function usedBytes(): Promise<number> {
  // What stands outside of the heap goes a moment after what held it.
  for (let i = 0; i < 5; i++) {
    collectGarbage()
    await setTimeout(50)
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Ana and Ben with so many messages, all of them long. */
async function withLongTalk(messages: number) {
  const own = await startTestServer()
  const [ana, ben] = [await own.join('ana'), await own.join('ben')]
  const settings = await stackSettings(own.dataDir)
  const url = settings.DATABASE_URL ?? `sqlite:${join(own.dataDir, 'chatapp.db')}`
  await seedTalks(url, [{ between: ['ana', 'ben'], messages }], 1)
  // More than the buffers on the way take.
  await own.app.storage.db
    .updateTable('messages')
    .set({ body: 'é'.repeat(1000) })
    .execute()
  return { own, ana, ben }
}

/** The answer, to be read as one likes. */
const open = (person: TestPerson, signal: AbortSignal | null = null) =>
  fetch(`${person.url}/api/v1/me/export?format=json`, { headers: { cookie: person.cookie! }, signal })

test('twenty thousand messages are written as they are read, and people write meanwhile', async () => {
  const total = 20_000
  const { own, ana, ben } = await withLongTalk(total)
  await using _ = own
  const before = await usedBytes()
  // The platform's fetch would itself read on.
  const asked = get(`${own.url}/api/v1/me/export?format=json`, { headers: { cookie: ana.cookie! } })
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  expect(response.headers['x-total-messages']).toBe(String(total))
  let bytes = 0
  let lines = 0
  let most = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length
    lines += chunk.reduce((count, byte) => count + (byte === 10 ? 1 : 0), 0)
    if (lines > total / 2 && most === 0) {
      // Nobody reads on: whoever sends does not notice.
      for (let i = 0; i < 20; i++) await ben.send(ana, `meanwhile ${i}`)
      most = (await usedBytes()) - before
      expectRefusal(await ask(ana), 'rate_limited')
    }
  }
  expect(lines).toBeGreaterThanOrEqual(total)
  expect(lines).toBeLessThan(total + 10)
  console.log(`${bytes} bytes, ${most} more in memory at half of them`)
  expect(most).toBeLessThan(bytes / 4)
  expect(own.unexpected).toEqual([])
}, 60_000)

test('who gives up half way may ask again, and nothing of it goes on', async () => {
  const { own, ana } = await withLongTalk(20_000)
  await using _ = own
  for (const readsSome of [true, false]) {
    const giveUp = new AbortController()
    const response = await open(ana, giveUp.signal)
    if (readsSome) await response.body!.getReader().read()
    expectRefusal(await ask(ana), 'rate_limited')
    giveUp.abort()
    let answer = await ask(ana)
    while (answer.status === 429) {
      await setTimeout(10)
      answer = await ask(ana)
    }
    expect((answer.body as unknown as Exported).conversations[0]!.messages).toHaveLength(20_000)
  }
  expect(own.unexpected).toEqual([])
}, 60_000)

test('a server that stops does not wait for who does not read on', async () => {
  const { own, ana } = await withLongTalk(20_000)
  const response = await open(ana)
  await response.body!.getReader().read()
  const startedAt = performance.now()
  await own[Symbol.asyncDispose]()
  expect(performance.now() - startedAt).toBeLessThan(4000)
  expect(own.unexpected).toEqual([])
}, 60_000)
