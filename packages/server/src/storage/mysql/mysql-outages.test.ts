import { expect, test } from 'vitest'
import { databaseMistakes } from '../../testing/database-mistakes.ts'
import { expectRefusal } from '../../testing/expect-refusal.ts'
import { startTestServer, type TestPerson, type TestServer } from '../../testing/index.ts'
import { type OwnMariadb, startOwnMariadb } from '../../testing/own-mariadb.ts'
import { readHistory } from '../../testing/read-all.ts'
import { askMysql } from '../../testing/stack.ts'

/** A connection is waited for 3 s, a statement 5 s; a busy machine needs some more. */
const boundMs = 15_000

async function open() {
  const mariadb = await startOwnMariadb()
  const server = await startTestServer({ env: { DATABASE_URL: mariadb.url } })
  const pairs = await Promise.all(
    [0, 1, 2, 3].map(async (i) => [await server.join(`ana_${i}`), await server.join(`ben_${i}`)] as const),
  )
  return {
    mariadb,
    server,
    pairs,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await mariadb[Symbol.asyncDispose]()
    },
  }
}

/** Everybody sends, and sends again under the same ID until it is answered with a message. */
function talk(server: TestServer, pairs: (readonly [TestPerson, TestPerson])[]) {
  const answered = new Map<string, string>()
  const statuses = new Set<number>()
  let isOver = false
  let longestMs = 0
  let lastAt = 0
  const send = async ([from, to]: readonly [TestPerson, TestPerson], i: number): Promise<void> => {
    const id = crypto.randomUUID()
    const body = `${from.username} ${i}`
    for (;;) {
      const startedAt = performance.now()
      const answer = await from.call('sendMessage', { body: { id, to: to.username, body } })
      longestMs = Math.max(longestMs, performance.now() - startedAt)
      statuses.add(answer.status)
      if (answer.status === 200 || answer.status === 201) {
        answered.set(id, body)
        lastAt = performance.now()
        return
      }
      expectRefusal(answer, 'unavailable')
      expect(answer.headers.get('retry-after')).toBe('1')
    }
  }
  const talks = pairs.map(async (pair) => {
    for (let i = 0; !isOver; i++) await send(pair, i)
  })
  return {
    answered,
    statuses,
    longestMs: () => longestMs,
    /** Until somebody has been answered after this moment. */
    async goesOn(): Promise<number> {
      const from = performance.now()
      while (lastAt <= from) await new Promise((resolve) => setTimeout(resolve, 5))
      return lastAt - from
    },
    /** Everything that was answered is there, once, in order, and nothing else. */
    async end(): Promise<void> {
      isOver = true
      await Promise.all(talks)
      const there = new Map<string, string>()
      for (const [one, other] of pairs)
        for (const message of await readHistory(one, other.username))
          if ('body' in message) there.set(message.id, message.body)
      expect(there).toEqual(answered)
      expect(await databaseMistakes(server.app.storage)).toEqual([])
      expect(server.unexpected).toEqual([])
    },
  }
}

const refusedAgainAndAgain = async (person: TestPerson, times: number) => {
  for (let i = 0; i < times; i++)
    expectRefusal(await person.call('listConversations', { query: {} }), 'unavailable')
}

test('a database that is killed under load: 503 until it is back, then all goes on, and nothing is lost', async () => {
  await using opened = await open()
  const { mariadb, server, pairs } = opened
  await using listening = pairs[0]![1].openSocket()
  await listening.next('hello')
  const talking = talk(server, pairs)
  await talking.goesOn()
  for (const awayMs of [0, 2000]) {
    await mariadb.kill()
    await refusedAgainAndAgain(pairs[0]![0], 20)
    expectRefusal(await server.stranger().call('getReadiness', {}), 'unavailable')
    await using refused = pairs[0]![0].openSocket()
    expect(await refused.closed).toBe(1011)
    await new Promise((resolve) => setTimeout(resolve, awayMs))
    await mariadb.start()
    const tookMs = await talking.goesOn()
    console.log(`full service ${Math.round(tookMs)} ms after the database was back`)
    expect(tookMs).toBeLessThan(3000)
  }
  await talking.end()
  expect(talking.statuses).toContain(503)
  const { id } = await pairs[0]![0].send(pairs[0]![1], 'are you still there?')
  while ((await listening.next('message.created')).id !== id);
}, 120_000)

test('a database that hangs: every request is answered in time, and when it goes on so does everything', async () => {
  await using opened = await open()
  const { mariadb, server, pairs } = opened
  const talking = talk(server, pairs)
  await talking.goesOn()
  mariadb.signal('SIGSTOP')
  await refusedAgainAndAgain(pairs[0]![0], 1)
  mariadb.signal('SIGCONT')
  await talking.goesOn()
  await talking.end()
  console.log(`the longest wait: ${Math.round(talking.longestMs())} ms`)
  expect(talking.longestMs()).toBeLessThan(boundMs)
}, 120_000)

test('a table that somebody has locked: who needs it waits so long, the others do not', async () => {
  await using opened = await open()
  const { mariadb, server, pairs } = opened
  const [ana, ben] = pairs[0]!
  await ana.send(ben, 'before')
  const locked = lockTable(mariadb)
  await locked.isHeld
  const refused = await Promise.all(
    Array.from({ length: 50 }, () => ana.call('sendMessage', { body: { to: ben.username, body: 'waits' } })),
  )
  for (const answer of refused) expectRefusal(answer, 'unavailable')
  expect((await ben.call('getMe', {})).status).toBe(200)
  locked.release()
  await ana.send(ben, 'after')
  await talk(server, []).end()
}, 120_000)

function lockTable({ url }: OwnMariadb) {
  const held = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  void askMysql('LOCK TABLES messages WRITE', url, async () => {
    held.resolve()
    await released.promise
  })
  return { isHeld: held.promise, release: released.resolve }
}
