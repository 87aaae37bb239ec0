/** Several processes on one database, behind haproxy, as people meet them. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { mistakesIn, mysqlUrl, serveChatapp, TestPerson, testRedisUrl } from '@chatapp/server/testing'
import { expect, test } from 'vitest'
import { joinCrowd } from './lab/crowd.ts'
import { ownDatabase } from './lab/database.ts'
import { openDevice } from './lab/device.ts'
import { labFolder } from './lab/lab-folder.ts'
import { Nodes } from './lab/nodes.ts'
import { until } from './lab/until.ts'

async function start(count: number) {
  await using opened = new AsyncDisposableStack()
  const lab = opened.use(labFolder())
  const { url: databaseUrl } = opened.use(await ownDatabase(mysqlUrl))
  const nodes = opened.use(await Nodes.start(lab, { databaseUrl, redisUrl: testRedisUrl, count }))
  const [ana, ben] = (await joinCrowd(nodes.url, 2, 'person')) as [TestPerson, TestPerson]
  const stack = opened.move()
  return { nodes, databaseUrl, ana, ben, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

/** The same person, past the proxy at one process. */
function at({ url }: { url: string }, person: TestPerson): TestPerson {
  const there = new TestPerson(url)
  there.cookie = person.cookie
  there.me = person.me
  return there
}

for (const count of [2, 3]) {
  test(`what is sent at one of ${count} processes rings at each of them`, async () => {
    await using chat = await start(count)
    const { nodes, ana, ben } = chat
    const origin = nodes.url
    for (const from of nodes.all) {
      await using sockets = new AsyncDisposableStack()
      const heard = nodes.all.map((to) => sockets.use(at(to, ben).openSocket({ origin })))
      for (const socket of heard) await socket.next('hello')
      const { id } = await at(from, ana).send(ben, `from ${from.url}`)
      for (const socket of heard) expect(await socket.next('message.created')).toMatchObject({ id })
    }
    for (const node of nodes.all) {
      const { body } = await at(node, ben).call('listMessages', { query: { with: ana.username } })
      expect(body.items).toHaveLength(count)
    }
    expect(await mistakesIn(chat.databaseUrl)).toEqual([])
  })
}

test('who was at a process that is killed is back at another within seconds, and misses nothing', async () => {
  await using chat = await start(3)
  const { nodes, ana, ben } = chat
  using devices = new DisposableStack()
  const held = await Promise.all(Array.from({ length: 6 }, () => openDevice(nodes.url, ben)))
  for (const device of held) {
    devices.use(device)
    device.client.openChat(ana.username)
  }
  await until('all devices are online', () => held.every(({ isOnline }) => isOnline))
  const sent: string[] = []
  const send = async () => {
    sent.push(`message ${sent.length + 1}`)
    await ana.send(ben, sent.at(-1)!)
  }
  // A device without a socket would hear of a message only with the next heartbeat, after 25 seconds.
  const showIt = () => held.every((device) => isDeepStrictEqual(device.bodies(ana), sent))
  for (const node of nodes.all) {
    await send()
    await node.end('SIGKILL')
    await send()
    await until('everyone is back', showIt, 10)
    await send()
    await until('everyone hears', showIt, 10)
    await node.start()
  }
})

test('signing out at one process closes the socket at another', async () => {
  await using chat = await start(2)
  const { nodes, ben } = chat
  const [one, other] = nodes.all as [(typeof nodes.all)[0], (typeof nodes.all)[0]]
  const elsewhere = at(other, ben)
  await using socket = elsewhere.openSocket({ origin: nodes.url })
  await socket.next('hello')
  // It is known there: it was asked for a moment ago.
  expect((await elsewhere.call('getMe')).status).toBe(200)
  expect((await at(one, ben).call('signOut')).status).toBe(204)
  expect(await socket.closed).toBe(4401)
  expect((await elsewhere.call('getMe')).status).toBe(401)
})

test('ten processes that start at once on an empty database all come up', async () => {
  using lab = labFolder()
  await using database = await ownDatabase(mysqlUrl)
  await using processes = new AsyncDisposableStack()
  const env = {
    DATABASE_URL: database.url,
    REDIS_URL: testRedisUrl,
    SECRET: randomBytes(24).toString('hex'),
    LOG_LEVEL: 'error',
  }
  const started = Array.from({ length: 10 }, (_, i) =>
    serveChatapp({ ...env, DATA_DIR: join(lab.path, `chat${i}`) }),
  )
  for (const one of started) processes.use(await one)
  const [first, last] = [(await started[0]!).url, (await started[9]!).url]
  const [ana] = (await joinCrowd(first, 1, 'early')) as [TestPerson]
  expect((await at({ url: last }, ana).call('getMe')).status).toBe(200)
}, 60_000)
