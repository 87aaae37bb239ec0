import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { personChannel } from '../bus/bus.ts'
import { RedisBus } from '../bus/redis-bus.ts'
import { readEpoch } from '../storage/instance.ts'
import { runChatapp } from '../testing/chatapp-process.ts'
import { heardLog } from '../testing/heard-log.ts'
import { startTestServer } from '../testing/index.ts'
import { type RedisProcess, startRedis } from '../testing/redis-process.ts'
import { hasProgram } from '../testing/services.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { RedisLink } from './redis-link.ts'

describe.skipIf(!hasProgram('redis-server'))('Starting with REDIS_URL', () => {
  let guarded: RedisProcess
  beforeAll(async () => {
    guarded = await startRedis(['--requirepass', 'sesame'])
  })
  afterAll(() => guarded[Symbol.asyncDispose]())

  test('a server starts while Redis is away, and finds it when it comes', async () => {
    await using redis = await startRedis()
    await redis.kill()
    const log = heardLog()
    await using server = await startTestServer({ env: { REDIS_URL: redis.url }, runtime: { log } })
    const [ana, ben] = [await server.join('ana'), await server.join('ben')]
    await using near = ben.openSocket()
    await near.next('hello')
    await ana.send(ben, 'hello')
    await near.next('message.created')
    expect(log.lines).toEqual([expect.stringMatching(/^Redis is away \(.*ECONNREFUSED.*heartbeat/)])

    await redis.start()
    await log.says(/^Redis is back/)

    const epoch = await readEpoch(server.app.storage.db, () => '')
    await using opened = new AsyncDisposableStack()
    const bus = await RedisBus.open(new RedisLink({ url: redis.url, epoch, log }), log)
    opened.adopt(bus, (bus) => bus.close())
    const users = server.app.storage.db.selectFrom('auth_user').select('key').where('username', '=', 'ben')
    const { key } = await users.executeTakeFirstOrThrow()
    const { promise: heard, resolve } = Promise.withResolvers<readonly string[]>()
    await bus.subscribe(personChannel(key), resolve)
    const { id } = await ana.send(ben, 'hello again')
    expect((await heard).join()).toContain(id)
    expect([log.lines.length, log.errors]).toEqual([2, []])
  })

  test('a password in the URL lets it in', async () => {
    await using server = await startTestServer({
      env: { REDIS_URL: `redis://:sesame@127.0.0.1:${guarded.port}` },
    })
    expect(server.unexpected).toEqual([])
  })

  test.each(['', ':guess@', 'ana:sesame@'])(
    'with "%s" it is told what is wrong, in a line',
    async (account) => {
      const { stderr, code } = await serveWith(`redis://${account}127.0.0.1:${guarded.port}`)
      expect(stderr).toBe(
        'Redis refuses the password. REDIS_URL carries it: redis://user:password@host:port.\n',
      )
      expect(code).toBe(1)
    },
  )

  test.each(['redis', 'rediss'])('so is something that is not Redis, asked by %s', async (protocol) => {
    const http = createServer().listen(0, '127.0.0.1')
    await once(http, 'listening')
    const { port } = http.address() as AddressInfo
    const { stderr, code } = await serveWith(`${protocol}://127.0.0.1:${port}`)
    expect(stderr).toMatch(/^What answers at REDIS_URL is not Redis, .*\n$/)
    expect(code).toBe(1)
    http.close()
  })

  test('a server that cannot start for another reason lets go of Redis', async () => {
    const http = createServer().listen(0, '127.0.0.1')
    await once(http, 'listening')
    const { port } = http.address() as AddressInfo
    const { stderr, code } = await serveWith(`redis://:sesame@127.0.0.1:${guarded.port}`, `${port}`)
    expect(stderr).toMatch(/^Port \d+ is taken/)
    expect(code).toBe(1)
    http.close()
  })
})

async function serveWith(url: string, port = '0') {
  using folder = temporaryFolder()
  return runChatapp(['serve'], { REDIS_URL: url, PORT: port, DATA_DIR: folder.path })
}
