import { expect, test } from 'vitest'
import { startTestServer } from '../testing/index.ts'
import { signIn } from '../testing/sign-in.ts'

test('both people hear the bell of a message, and fetch it by its ID', async () => {
  await using server = await startTestServer()
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  await using anas = ana.openSocket()
  await using bens = ben.openSocket()
  expect(await anas.next('hello')).toMatchObject({ head: 0, beatSeconds: 25 })
  await bens.next('hello')

  const sent = await ana.send(ben, 'hello Ben')

  for (const [person, socket] of [
    [ana, anas],
    [ben, bens],
  ] as const) {
    const bell = await socket.next('message.created')
    expect(bell).toEqual({ type: 'message.created', id: sent.id, seq: 1 })
    expect((await person.call('getMessage', { params: { id: bell.id } })).body).toEqual(sent)
  }
  expect(server.unexpected).toEqual([])
})

test('hello tells where the feed stands, and which life of the database it belongs to', async () => {
  await using server = await startTestServer()
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  await ana.send(ben, 'one')
  await ben.send(ana, 'two')
  await using anas = ana.openSocket()

  const { head, epoch } = await anas.next('hello')

  const feed = (await ana.call('getFeed', { query: { after: 0 } })).body
  expect({ head, epoch }).toEqual({ head: feed.head, epoch: feed.epoch })
  expect(head).toBe(2)
})

test("all devices of both people hear a message, the sender's own included", async () => {
  await using server = await startTestServer()
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  const devices = [
    ana,
    await signIn(server, 'ana'),
    await signIn(server, 'ana'),
    ben,
    await signIn(server, 'ben'),
  ]
  await using opened = new AsyncDisposableStack()
  const sockets = devices.map((person) => opened.use(person.openSocket()))
  await Promise.all(sockets.map((socket) => socket.next('hello')))

  const { id } = await ana.send(ben, 'to every pocket')

  for (const socket of sockets)
    expect(await socket.next('message.created')).toEqual({ type: 'message.created', id, seq: 1 })
})

test('nobody else hears anything of a conversation', async () => {
  await using server = await startTestServer()
  const [ana, ben, chloe] = [await server.join('ana'), await server.join('ben'), await server.join('chloe')]
  await using chloes = chloe.openSocket()
  await chloes.next('hello')

  for (let i = 0; i < 20; i++) await ana.send(ben, `secret ${i}`)
  await ben.call('markRead', { params: { username: 'ana' }, body: { number: 20 } })
  // What is hers comes after all that is not.
  const { id } = await ana.send(chloe, 'for you')

  await chloes.next('message.created')
  expect(chloes.frames.slice(1)).toEqual([{ type: 'message.created', id, seq: 1 }])
})

test('bells come in the order of the feed, and no frame holds what was written', async () => {
  await using server = await startTestServer()
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  await using bens = ben.openSocket()
  await bens.next('hello')

  const bodies = Array.from({ length: 60 }, (_, i) => `the body of ${i}`)
  await Promise.all(bodies.map((body, i) => (i % 2 ? ben.send(ana, body) : ana.send(ben, body))))
  await ben.call('markRead', { params: { username: 'ana' }, body: { number: 60 } })

  await bens.next('marks')
  const seqs = bens.frames.flatMap((frame) => ('seq' in frame ? [frame.seq] : []))
  expect(seqs).toEqual(Array.from({ length: 61 }, (_, i) => i + 1))
  expect(JSON.stringify(bens.frames)).not.toContain('the body of')
})

test('a message that is sent while a socket opens is in its head or rings its bell', async () => {
  await using server = await startTestServer()
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  for (let round = 0; round < 150; round++) {
    await using socket = ben.openSocket()
    const sends = [ana.send(ben, 'before'), ana.send(ben, 'before')]
    socket.ws.once('upgrade', () => sends.push(ana.send(ben, 'meanwhile'), ana.send(ben, 'meanwhile')))
    const { head } = await socket.next('hello')
    await Promise.all(sends)
    // Bells keep their order: when this one is heard, none of those before is still on its way.
    const { id } = await ana.send(ben, 'after')
    let bell = await socket.next('message.created')
    while (bell.id !== id) bell = await socket.next('message.created')

    const rung = new Set(socket.frames.map((frame) => ('seq' in frame ? frame.seq : 0)))
    for (let seq = head + 1; seq <= bell.seq; seq++) expect(rung, `round ${round}`).toContain(seq)
  }
})
