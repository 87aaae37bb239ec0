/** How soon what is revoked is gone: from the request at one process to a session and a socket at another. */
import {
  hasProgram,
  hasSecondStack,
  runChatapp,
  startRedis,
  TestPerson,
  type TestSocket,
} from '@chatapp/server/testing'
import { median, type Scenario, type Settings, type Table } from '../scenario.ts'
import { type Instance, type InstanceOptions, startInstance } from '../servers/instance.ts'
import { makeOwnDatabase } from '../servers/own-database.ts'

const password = 'a password of the benchmark'
const soonMs = 2000
const beatMs = 25_000
/** A beat is looked for each second, and what it asks of the database is asked in batches. */
const nextBeatMs = beatMs + soonMs

interface Revoked {
  refusedMs: number
  closedMs: number
}

interface Place {
  name: string
  mostMs: number
  revoked: Map<string, Revoked[]>
}

/** What somebody does at one process; their other session is at the other. */
const actions: Record<string, (from: TestPerson, admin: TestPerson) => Promise<number>> = {
  'one session ended': async (from) => {
    const { body } = await from.call('listSessions')
    const id = body.items.find(({ isCurrent }) => !isCurrent)!.id
    return (await from.call('endSession', { params: { id } })).status
  },
  'all others ended': async (from) => (await from.call('endOtherSessions')).status,
  'a new password': async (from) =>
    (await from.call('changePassword', { body: { currentPassword: password, password: `${password} 2` } }))
      .status,
  'a suspension': async (from, admin) =>
    (await admin.call('ban', { params: { username: from.username }, body: {} })).status,
}

export const revocation: Scenario = {
  title: 'Revocation',
  about:
    'A session ends, or all others of a person do, or a password changes, or an administrator suspends somebody. How long until requests with that session are refused and its socket is closed: at the same process, at another one with Redis between them, and at another one while Redis is dead, where the next heartbeat finds out.',
  async run(settings) {
    const places = [await atOneProcess(settings)]
    // It says in a line which one is missing.
    if ((await hasSecondStack()) && hasProgram('redis-server'))
      places.push(await atTwo(settings, 'up'), await atTwo(settings, 'dead'))
    return {
      rows: [],
      table: tableOf(places),
      figures: places.map(({ name, mostMs, revoked }) => ({
        name: `${name}, the slowest`,
        value: Math.max(
          ...[...revoked.values()].flat().flatMap(({ refusedMs, closedMs }) => [refusedMs, closedMs]),
        ),
        unit: 'ms',
        target: { most: mostMs },
      })),
    }
  },
}

async function atOneProcess(settings: Settings): Promise<Place> {
  await using instance = await start(settings, {})
  return { name: 'one process', mostMs: soonMs, revoked: await revoke(settings, instance, 'one process') }
}

async function atTwo(settings: Settings, state: 'up' | 'dead'): Promise<Place> {
  const name = `two processes, Redis ${state}`
  await using redis = await startRedis()
  await using database = await makeOwnDatabase()
  await using instance = await start(settings, { databaseUrl: database.url, redisUrl: redis.url, nodes: 2 })
  if (state === 'dead') await redis.kill()
  const mostMs = state === 'up' ? soonMs : nextBeatMs
  return { name, mostMs, revoked: await revoke(settings, instance, name) }
}

const start = (
  { seed, rounds, nodeOptions }: Settings,
  options: Partial<InstanceOptions>,
): Promise<Instance> =>
  startInstance({
    people: 1 + rounds * Object.keys(actions).length,
    seed,
    nodeOptions,
    password,
    ...options,
  })

async function revoke(
  { rounds, say }: Settings,
  instance: Instance,
  name: string,
): Promise<Place['revoked']> {
  const urls = instance.servers.map(({ port }) => `http://localhost:${port}`)
  const [here, there] = [urls[0]!, urls.at(-1)!]
  const usernames = instance.people.map(({ username }) => username)
  const admin = await signIn(here, await promote(usernames.pop()!, instance.databaseUrl))
  const revoked = new Map<string, Revoked[]>()
  for (const [action, act] of Object.entries(actions)) {
    say(`${name}: ${action}`)
    // At once, as each of them may have to wait for a beat.
    const victims = usernames.splice(0, rounds).map((username) => revokeOne(username))
    revoked.set(action, await Promise.all(victims))
    async function revokeOne(username: string): Promise<Revoked> {
      const [from, other] = [await signIn(here, username), await signIn(there, username)]
      await using socket = other.openSocket()
      await socket.next('hello')
      const since = performance.now()
      const [refusedMs, closedMs] = await Promise.all([
        untilRefused(other, since),
        untilClosed(socket, since),
        expectDone(action, act(from, admin)),
      ])
      return { refusedMs, closedMs }
    }
  }
  return revoked
}

async function signIn(url: string, login: string): Promise<TestPerson> {
  const person = new TestPerson(url)
  const { status, body } = await person.call('signIn', { body: { login, password } })
  if (status !== 200) throw new Error(`a sign-in was answered with ${status}`)
  person.me = body.user
  return person
}

async function promote(username: string, databaseUrl: string): Promise<string> {
  const { code, stderr } = await runChatapp(['role', username, 'admin'], { DATABASE_URL: databaseUrl })
  if (code !== 0) throw new Error(stderr)
  return username
}

async function expectDone(action: string, status: Promise<number>): Promise<void> {
  const answered = await status
  if (answered >= 300) throw new Error(`${action} was answered with ${answered}`)
}

/** Asks one time after the other. */
async function untilRefused(person: TestPerson, since: number): Promise<number> {
  while ((await person.call('getMe')).status !== 401);
  return performance.now() - since
}

async function untilClosed(socket: TestSocket, since: number): Promise<number> {
  const code = await socket.closed
  if (code !== 4401) throw new Error(`a socket was closed with ${code}`)
  return performance.now() - since
}

const tableOf = (places: Place[]): Table => ({
  columns: ['refused, ms', 'at most', 'socket closed, ms', 'at most'],
  rows: places.flatMap(({ name, revoked }) =>
    [...revoked].map(([action, all]) => {
      const [refused, closed] = [all.map(({ refusedMs }) => refusedMs), all.map(({ closedMs }) => closedMs)]
      return {
        name: `${name}: ${action}`,
        cells: [median(refused), Math.max(...refused), median(closed), Math.max(...closed)],
      }
    }),
  ),
})
