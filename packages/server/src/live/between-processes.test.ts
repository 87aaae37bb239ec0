/** Two processes of one instance, and what becomes of their bells when Redis fails one of them or both. */
import { randomUUID } from 'node:crypto'
import { createClient } from '@redis/client'
import { describe, expect, test } from 'vitest'
import { RedisBus } from '../bus/redis-bus.ts'
import { RedisLink } from '../redis/redis-link.ts'
import { startProxy } from '../testing/breakable-proxy.ts'
import { type HeardLog, heardLog } from '../testing/heard-log.ts'
import { startTestServer, type TestPerson } from '../testing/index.ts'
import { joinAdmin } from '../testing/join-admin.ts'
import { readHistory } from '../testing/read-all.ts'
import { startRedis } from '../testing/redis-process.ts'
import { hasProgram } from '../testing/services.ts'
import { isEmbedded } from '../testing/stack.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'

const away = /^Redis is away/
const back = /^Redis is back/
/** Long before a beat; how soon it was on this machine is printed. */
const soonMs = 5000

/** Ana's devices are at the first node; Ben's are at the second, with one at the first. */
async function startTwoNodes(beatSeconds?: number) {
  await using opened = new AsyncDisposableStack()
  const redis = opened.use(await startRedis())
  const proxies = [
    opened.use(await startProxy(redis.port)),
    opened.use(await startProxy(redis.port)),
  ] as const
  const logs = [heardLog(), heardLog()] as const
  const epoch = randomUUID()
  const [here, there] = await Promise.all(
    proxies.map(({ port }, i) => {
      const url = `redis://127.0.0.1:${port}`
      return RedisBus.open(new RedisLink({ url, epoch, log: logs[i]!, silentMs: 600 }), logs[i]!)
    }),
  )
  // One folder is one database. A server closes the bus that it was given.
  const { path: dataDir } = opened.use(temporaryFolder())
  const start = async (bus: RedisBus) =>
    opened.use(await startTestServer({ dataDir, bus, ...(beatSeconds && { beatSeconds }) }))
  const server = await start(here!)
  const other = await start(there!)
  /** A socket of somebody who has a session, at the second node. */
  const atOther = ({ cookie }: TestPerson) => Object.assign(other.stranger(), { cookie })
  const openThere = (person: TestPerson) => atOther(person).openSocket()
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  const near = opened.use(ben.openSocket())
  const far = opened.use(openThere(ben))
  await Promise.all([near.next('hello'), far.next('hello')])
  await connected(logs)
  const stack = opened.move()
  return {
    redis,
    proxies,
    logs,
    server,
    atOther,
    openThere,
    ana,
    ben,
    near,
    far,
    async [Symbol.asyncDispose]() {
      await stack[Symbol.asyncDispose]()
      expect([server.unexpected, other.unexpected, ...logs.map(({ errors }) => errors)]).toEqual([
        [],
        [],
        [],
        [],
      ])
    },
  }
}

/** A machine with much to do may have taken longer to start than Redis may be silent. */
async function connected(logs: readonly HeardLog[]): Promise<void> {
  for (const log of logs) {
    await log.says(back, log.lines.filter((line) => away.test(line)).length)
    log.lines.length = 0
  }
}

type Nodes = Awaited<ReturnType<typeof startTwoNodes>>

/** Sends go on, and people at the same process hear of them. */
async function talk({ ana, ben, near }: Nodes, messages: number): Promise<void> {
  for (let i = 0; i < messages; i++) {
    const { id } = await ana.send(ben, `message ${i}`)
    expect(await near.next('message.created')).toMatchObject({ id })
  }
}

async function expectBells({ ana, ben, near, far }: Nodes): Promise<void> {
  const { id } = await ana.send(ben, 'can you hear me?')
  expect(await far.next('message.created')).toMatchObject({ id })
  expect(await near.next('message.created')).toMatchObject({ id })
}

/** Waits until Ben's device at the second node was told where his feed stands. */
async function toldHead(nodes: Nodes, head: number, since: number, what: string): Promise<void> {
  while ((await nodes.far.next('behind')).head !== head) {}
  const ms = Math.round(performance.now() - since)
  console.log(`After ${what}: told the head within ${ms} ms.`)
  expect(ms).toBeLessThan(soonMs)
}

async function expectNothingLost({ ben }: Nodes, messages: number): Promise<void> {
  const history = await readHistory(ben, 'ana')
  expect(history.map(({ number }) => number)).toEqual(Array.from({ length: messages }, (_, i) => i + 1))
}

describe.skipIf(isEmbedded || !hasProgram('redis-server'))('Two processes with a Redis between them', () => {
  test('what is sent at one is heard at the other, and so is the end of a session', async () => {
    await using nodes = await startTwoNodes()
    await expectBells(nodes)
    const since = performance.now()
    await nodes.ben.call('signOut')
    expect(await Promise.all([nodes.near.closed, nodes.far.closed])).toEqual([4401, 4401])
    expect(performance.now() - since).toBeLessThan(2000)
  })

  test('Redis is killed: all goes on, and those elsewhere are told their head when it is back', async () => {
    await using nodes = await startTwoNodes()
    await nodes.redis.kill()
    await Promise.all(nodes.logs.map((log) => log.says(away)))
    await talk(nodes, 5)
    // Somebody who comes now waits for nothing.
    await using late = nodes.openThere(nodes.ana)
    await late.next('hello')

    await nodes.redis.start()
    const since = performance.now()

    await toldHead(nodes, 5, since, 'a restart of Redis')
    // Each process comes back by itself, and a bell is one only where both have.
    await Promise.all(nodes.logs.map((log) => log.says(back)))
    await late.next('behind')
    await expectBells(nodes)
    expect(await late.next('message.created')).toMatchObject({ seq: 6 })
    await expectNothingLost(nodes, 6)
    for (const { lines } of nodes.logs) {
      expect(lines).toEqual([expect.stringMatching(away), expect.stringMatching(back)])
    }
  })

  test('Redis stands still: nobody waits for it, and nothing is lost when it goes on', async () => {
    await using nodes = await startTwoNodes()
    nodes.redis.signal('SIGSTOP')
    await talk(nodes, 3)
    const opening = performance.now()
    await using late = nodes.openThere(nodes.ana)
    await late.next('hello')
    expect(performance.now() - opening).toBeLessThan(soonMs)
    await Promise.all(nodes.logs.map((log) => log.says(away)))
    await talk(nodes, 2)

    nodes.redis.signal('SIGCONT')
    const since = performance.now()

    await toldHead(nodes, 5, since, 'a Redis that stood still')
    await Promise.all(nodes.logs.map((log) => log.says(back)))
    await expectBells(nodes)
    await expectNothingLost(nodes, 6)
  })

  test.each([
    ['the one that sends', 'cut', 0],
    ['the one that sends', 'swallow', 0],
    ['the one that listens', 'cut', 1],
    ['the one that listens', 'swallow', 1],
  ] as const)('a partition of %s (%s)', async (who, fault, which) => {
    await using nodes = await startTwoNodes()
    const proxy = nodes.proxies[which]
    proxy[fault]()
    await nodes.logs[which].says(away)
    await talk(nodes, 5)

    proxy.mend()
    const since = performance.now()

    await toldHead(nodes, 5, since, `a partition (${fault}) of ${who}`)
    await expectBells(nodes)
    await expectNothingLost(nodes, 6)
    expect(nodes.logs[1 - which]!.lines).toEqual([])
  })

  test('Redis is emptied: nobody notices', async () => {
    await using nodes = await startTwoNodes()
    const client = await createClient({ url: nodes.redis.url }).connect()
    await client.flushAll()
    client.destroy()
    await expectBells(nodes)
    expect(nodes.logs.flatMap(({ lines }) => lines)).toEqual([])
  })

  test('who is suspended at one is out at the other, and nobody writes to them there', async () => {
    await using nodes = await startTwoNodes()
    const { ana, ben, near, far } = nodes
    const root = await joinAdmin(nodes.server)
    const anaThere = nodes.atOther(ana)
    expect((await anaThere.call('sendMessage', { body: { to: 'ben', body: 'hello' } })).status).toBe(201)
    const since = performance.now()
    await root.call('ban', { params: { username: 'ben' }, body: {} })
    expect(await Promise.all([near.closed, far.closed])).toEqual([4401, 4401])
    expect(performance.now() - since).toBeLessThan(2000)
    expect((await nodes.atOther(ben).call('getMe')).status).toBe(401)
    await expect
      .poll(async () => (await anaThere.call('sendMessage', { body: { to: 'ben', body: 'hi' } })).status)
      .toBe(403)
    // A new role is there as soon.
    await root.call('setRole', { params: { username: 'ana' }, body: { role: 'admin' } })
    await expect.poll(async () => (await anaThere.call('listAccounts')).status).toBe(200)
  })

  test('without Redis the next beat ends the sockets of who is suspended elsewhere', async () => {
    await using nodes = await startTwoNodes(1)
    const root = await joinAdmin(nodes.server)
    await nodes.redis.kill()
    await root.call('ban', { params: { username: 'ben' }, body: {} })
    expect(await nodes.far.closed).toBe(4401)
    expect(await nodes.near.closed).toBe(4401)
  })

  test('without Redis the next beat ends the sockets of a session that ended elsewhere', async () => {
    await using nodes = await startTwoNodes(1)
    await nodes.redis.kill()
    await nodes.ben.call('signOut')
    expect(await nodes.far.closed).toBe(4401)
  })
})
