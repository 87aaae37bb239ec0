/** kill -9, again and again, in the middle of the work: what was acknowledged is there, once, in its place. */
import { expect, test } from 'vitest'
import { createLog } from './log.ts'
import { systemRuntime } from './runtime.ts'
import { castPassword } from './testing/cast.ts'
import { type ServingProcess, serveChatapp } from './testing/chatapp-process.ts'
import { everythingOf } from './testing/everything-of.ts'
import { readHistory } from './testing/read-all.ts'
import { type Attempt, violations } from './testing/send-history.ts'
import { isEmbedded } from './testing/stack.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'
import { TestPerson } from './testing/test-person.ts'

const rounds = Number(process.env.KILL_ROUNDS ?? (isEmbedded ? 20 : 6))
const { newId } = systemRuntime(createLog('silent'))
const lanes: [from: number, to: number][] = [
  [0, 1],
  [1, 0],
  [0, 2],
  [2, 1],
  [1, 2],
  [2, 0],
]

test(`after ${rounds} kills nothing acknowledged is lost, doubled or moved`, async () => {
  using folder = temporaryFolder()
  const env = { DATA_DIR: folder.path }
  const attempts: Attempt[] = []
  const readyMs: number[] = []
  let cookies: (string | null)[] = []
  for (let round = 0; round < rounds; round++) {
    const began = Date.now()
    const server = await serveChatapp(env)
    readyMs.push(Date.now() - began)
    const people = round === 0 ? await join(server) : cookies.map((cookie) => signedIn(server, cookie))
    cookies = people.map(({ cookie }) => cookie)
    const load = lanes.map(([from, to]) => sendUntilKilled(people[from]!, cast[from]!, cast[to]!, attempts))
    // Somewhere in the middle of the work, not before it.
    await Promise.race(load.map(({ firstAnswer }) => firstAnswer))
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 150))
    await server.end('SIGKILL')
    await Promise.all(load.map(({ ended }) => ended))
  }

  await using server = await serveChatapp(env)
  const people = cookies.map((cookie) => signedIn(server, cookie))
  for (const [one, other] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const) {
    const names = [cast[one]!, cast[other]!]
    const between = attempts.filter(({ from, to }) => names.includes(from) && names.includes(to))
    const history = await readHistory(people[one]!, cast[other]!)
    expect(violations(between, history)).toEqual([])
    expect(await readHistory(people[other]!, cast[one]!, 7)).toEqual(history)
  }
  for (const person of people) {
    const { conversations, feed } = await everythingOf(person)
    const fromFeed = feed.map((item) => item.type === 'conversation' && item.conversation)
    expect(new Set(fromFeed)).toEqual(new Set(conversations))
  }
  const acknowledged = attempts.filter(({ number }) => number !== null).length
  expect(acknowledged).toBeGreaterThan(rounds)
  console.log(
    `${rounds} kills: ${attempts.length} sends, ${acknowledged} acknowledged, ready again after ${median(readyMs)} ms (median)`,
  )
}, 300_000)

test('a lost, a doubled, a moved and an invented message are each noticed', () => {
  const attempts = [1, 2, 3].map((number): Attempt => {
    return { id: `id-${number}`, from: 'ana', to: 'ben', body: `text ${number}`, number }
  })
  const history = attempts.map(
    ({ id, from, to, body, number }) => ({ id, from, to, body, number }) as never,
  ) as {
    id: string
    number: number
  }[]
  const check = (changed: unknown[]) => violations(attempts, changed as never)
  expect(check(history)).toEqual([])
  expect(check(history.slice(0, 2))).toEqual(['id-3 was acknowledged and is lost'])
  expect(check([...history, { ...history[0], number: 4 }])).toEqual(['id-1 is there 2 times'])
  expect(check([history[0], history[2]])).toEqual([
    'number 3 stands where 2 belongs',
    'id-2 was acknowledged and is lost',
  ])
  expect(check([...history, { ...history[0], id: 'id-9', number: 4 }])).toEqual(['id-9 was never sent'])
  expect(check([{ ...history[0], body: 'other' }, ...history.slice(1)])).toEqual(['id-1 has changed'])
})

const cast = ['ana', 'ben', 'chloe']

async function join(server: ServingProcess): Promise<TestPerson[]> {
  const people: TestPerson[] = []
  for (const username of cast) {
    const person = new TestPerson(server.url)
    const registration = {
      name: username,
      username,
      email: `${username}@example.com`,
      password: castPassword,
    }
    const { status } = await person.call('signUp', { body: registration })
    if (status !== 201) throw new Error(`${username} cannot join: ${status}`)
    people.push(person)
  }
  return people
}

function signedIn(server: ServingProcess, cookie: string | null): TestPerson {
  const person = new TestPerson(server.url)
  person.cookie = cookie
  return person
}

/** One message after the other, as fast as they are taken. What got no answer is sent once more the next time. */
function sendUntilKilled(person: TestPerson, from: string, to: string, attempts: Attempt[]) {
  const answered = Promise.withResolvers<void>()
  const newAttempt = (): Attempt => {
    const attempt = { id: newId(), from, to, body: `${from} to ${to}, ${attempts.length}`, number: null }
    attempts.push(attempt)
    return attempt
  }
  const send = async () => {
    const unsure = attempts.find(
      (attempt) => attempt.from === from && attempt.to === to && attempt.number === null,
    )
    for (let next = unsure ?? newAttempt(); ; next = newAttempt()) {
      const { id, body } = next
      const answer = await person.call('sendMessage', { body: { id, to, body } })
      if (answer.status !== 201 && answer.status !== 200) throw new Error(`not taken: ${answer.status}`)
      next.number = answer.body.number
      answered.resolve()
    }
  }
  const ended = send().catch((error: unknown) => {
    // No answer: the server is gone.
    if (!(error instanceof TypeError)) throw error
  })
  return { firstAnswer: answered.promise, ended }
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1]!
}
