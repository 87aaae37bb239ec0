import { expect, test } from 'vitest'
import { databaseMistakes } from '../../testing/database-mistakes.ts'
import { everythingOf } from '../../testing/everything-of.ts'
import { expectRefusal } from '../../testing/expect-refusal.ts'
import { castPassword, startTestServer, type TestServer } from '../../testing/index.ts'
import { signIn } from '../../testing/sign-in.ts'
import type { SqliteStorage } from '../storage.ts'

const limitPages = ({ app }: TestServer, more: number | null) =>
  (app.storage as SqliteStorage).runJob(new URL('../../testing/page-limit-job.ts', import.meta.url), more)

const long = 'word '.repeat(1500)

test('when the disk is full, senders are told, reading goes on, and with room all is well again', async () => {
  await using server = await startTestServer()
  const [ana, ben] = [await server.join('ana'), await server.join('ben')]
  const first = await ana.send(ben, long)
  const before = await everythingOf(ben)
  await limitPages(server, 0)
  await using bens = ben.openSocket()
  const { head } = await bens.next('hello')

  const id = '01890000-0000-7000-8000-000000000001'
  const input = { body: { id, to: 'ben', body: long } }
  expectRefusal(await ana.call('sendMessage', input), 'insufficient_storage')
  const refused = await Promise.all(
    Array.from({ length: 20 }, () => ana.call('sendMessage', { body: { to: 'ben', body: long } })),
  )
  for (const answer of refused) expectRefusal(answer, 'insufficient_storage')

  expect(await everythingOf(ben)).toEqual(before)
  expect((await ana.call('getMessage', { params: { id: first.id } })).body).toEqual(first)
  expect((await ana.call('getMessage', { params: { id } })).status).toBe(404)
  expect((await server.stranger().call('getReadiness')).status).toBe(200)

  await limitPages(server, null)
  expect((await ana.call('sendMessage', input)).body).toMatchObject({ id, number: 2 })
  expect(await bens.next('message.created')).toMatchObject({ id, seq: head + 1 })
  expect(await databaseMistakes(server.app.storage)).toEqual([])
  expect(server.unexpected).toEqual([])
})

test('when the disk is full, those who sign up or in are told, and do so later', async () => {
  await using server = await startTestServer()
  await server.join('ana')
  await limitPages(server, 0)
  const registration = {
    name: 'Chloé Martin',
    username: 'chloe',
    email: 'chloe@example.com',
    password: castPassword,
  }
  const statuses: number[] = []
  // Some still find room in the pages that are there.
  for (let i = 0; i < 40 && !statuses.includes(507); i++) {
    const body = {
      ...registration,
      name: 'x'.repeat(200),
      username: `chloe${i}`,
      email: `chloe${i}@example.com`,
    }
    const answer = await server.stranger().call('signUp', { body })
    if (answer.status !== 201) expectRefusal(answer, 'insufficient_storage')
    statuses.push(answer.status)
  }
  expect(statuses).toContain(507)
  for (let status = 200; status !== 507; ) {
    const answer = await server.stranger().call('signIn', { body: { login: 'ana', password: castPassword } })
    if (answer.status !== 200) expectRefusal(answer, 'insufficient_storage')
    status = answer.status
  }

  await limitPages(server, null)
  expect((await server.stranger().call('signUp', { body: registration })).status).toBe(201)
  await signIn(server, 'ana')
  expect(server.unexpected).toEqual([])
})
