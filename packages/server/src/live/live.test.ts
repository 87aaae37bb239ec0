import { expect, test } from 'vitest'
import { startTestServer } from '../testing/index.ts'

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
