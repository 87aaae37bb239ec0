import { expect, test } from 'vitest'
import { anasDevice } from './testing/anas-device.ts'
import { conversation, problem } from './testing/cast.ts'
import { settle } from './testing/hand-clock.ts'

async function online() {
  const device = anasDevice()
  device.server.says('ben', 'ana', 'hello')
  await device.online()
  return { ...device, me: () => device.client.getSnapshot().me! }
}

test('what is changed here is there when the call ends', async () => {
  const { client, server, me } = await online()
  await client.updateProfile({ name: 'Ana the Great', bio: 'Here.' })
  expect(me()).toMatchObject({ username: 'ana', name: 'Ana the Great', bio: 'Here.', avatarUrl: null })
  await client.setAvatar(new Blob(['GIF89a'], { type: 'image/gif' }))
  expect(me().avatarUrl).toBe(server.me.avatarUrl)
  expect(client.urlOf(me().avatarUrl!)).toBe(`http://chat${server.me.avatarUrl}`)
  await client.removeAvatar()
  expect(me().avatarUrl).toBeNull()
})

test('a refusal rejects and changes nothing', async () => {
  const { client, server, me } = await online()
  const before = me()
  const body = problem('validation_failed', 422, { errors: [{ path: '', code: 'bad_format' }] })
  server.interfere = (request) => (request === 'PUT /me/avatar' ? { status: 422, body } : undefined)
  await expect(client.setAvatar(new Blob(['<svg/>'], { type: 'image/png' }))).rejects.toMatchObject({
    code: 'validation_failed',
  })
  expect(me()).toBe(before)
})

test('what another device changes is there after its bell, and the same object while nothing has changed', async () => {
  const { server, sockets, me } = await online()
  const before = me()
  sockets.last.say({ type: 'me.changed' })
  await settle()
  expect(server.asked).toEqual(['GET /me'])
  expect(me()).toBe(before)
  server.changesMe({ name: 'Ana at sea' })
  await settle()
  expect(me().name).toBe('Ana at sea')
})

test('what was missed while out of reach is there after the next connection', async () => {
  const { server, away, me } = await online()
  await away(() => server.changesMe({ name: 'Ana at sea' }))
  expect(me().name).toBe('Ana at sea')
})

test('an answer from before a later change does not bring the old name back', async () => {
  const { server, me } = await online()
  server.hold('GET /me')
  server.changesMe({ name: 'first' })
  await settle()
  server.changesMe({ name: 'second' })
  await settle()
  expect(server.asked).toEqual(['GET /me'])
  server.release('GET /me')
  await settle()
  expect(server.asked).toEqual(['GET /me', 'GET /me'])
  expect(me().name).toBe('second')
})

test('an answer that comes after signing out brings nobody back', async () => {
  const { client, server } = await online()
  server.hold('GET /me')
  server.changesMe({ name: 'late' })
  await settle()
  await client.signOut()
  server.release('GET /me')
  await settle()
  expect(client.getSnapshot().me).toBeNull()
})

test('a peer’s new name and picture replace the old ones with their bell', async () => {
  const { client, sockets, server } = await online()
  const [talk] = server.conversations()
  const peer = { ...talk!.peer, name: 'Ben at sea', avatarUrl: '/api/v1/avatars/ben' }
  server.interfere = (request) =>
    request === 'GET /conversations/ben'
      ? { status: 200, body: { ...conversation(1), ...talk, peer, seq: server.head + 1 } }
      : undefined
  sockets.last.say({ type: 'conversation.changed', with: 'ben', seq: server.head + 1 })
  await settle()
  expect(client.getSnapshot().chat('ben').conversation!.peer).toEqual(peer)
})
