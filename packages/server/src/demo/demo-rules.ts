/** When a demo is offered, how it begins, and how it ends. */
import type { IncomingHttpHeaders } from 'node:http'
import type { User } from '@chatapp/contract'
import type { ReplacesDemo } from '../accounts/accounts-rules.ts'
import { sortName } from '../accounts/names.ts'
import type { createSessions } from '../accounts/sessions.ts'
import { Refused } from '../http/refused.ts'
import type { Runtime } from '../runtime.ts'
import { beAlone, type DemoPeople, readDemoPeople, saveDemoPeople } from '../storage/instance.ts'
import type { Storage, Trx } from '../storage/storage.ts'
import { transaction } from '../storage/transaction.ts'
import type { Demo } from './demo.ts'
import { hasOthers, idOf, insertPerson, wipeDemo } from './demo-queries.ts'
import { isAtThisMachine, type Reach } from './this-machine.ts'

export interface DemoDeps {
  demo: Demo
  storage: Storage
  sessions: Pick<Awaited<ReturnType<typeof createSessions>>, 'begin'>
  runtime: Runtime
  reach: Reach
}

interface Started {
  isNew: boolean
  people: [User, User]
  cookies: string[]
}

const ada: User = { username: 'ada', name: 'Ada', avatarUrl: null }
const bob: User = { username: 'bob', name: 'Bob', avatarUrl: null }

/** The path under which a browser keeps, and sends, the session of one of the two. */
export const pathOf = (username: keyof DemoPeople): string => `/demo/${username}`

/** Whether this very client could begin a demo, or go on with it. Never once somebody has an account. */
export async function offersDemo(
  { demo, storage, reach }: DemoDeps,
  headers: IncomingHttpHeaders,
): Promise<boolean> {
  return isAtThisMachine(reach, headers) && !(await hasOthers(storage.db, demo.people))
}

/** Ada and Bob, as they are when they are there, each with a new session. @throws Refused `forbidden`. */
export async function startDemo(deps: DemoDeps, headers: IncomingHttpHeaders): Promise<Started> {
  const { demo, storage, sessions, runtime, reach } = deps
  if (!isAtThisMachine(reach, headers)) throw new Refused('forbidden')
  return demo.alone(() =>
    transaction(storage, async (trx, afterCommit) => {
      await beAlone(trx)
      const there = await readDemoPeople(trx)
      if (await hasOthers(trx, there)) throw new Refused('forbidden')
      const people = there ?? (await addPeople(trx, runtime))
      const cookies = [
        await sessions.begin(trx, await idOf(trx, people.ada), pathOf('ada')),
        await sessions.begin(trx, await idOf(trx, people.bob), pathOf('bob')),
      ]
      afterCommit(() => demo.become(people))
      return { isNew: there === null, people: [ada, bob], cookies }
    }),
  )
}

/** Has no effect when there is none. @throws Refused `forbidden`. */
export async function endDemo(deps: DemoDeps, headers: IncomingHttpHeaders): Promise<void> {
  if (!(await offersDemo(deps, headers))) throw new Refused('forbidden')
  await replacesDemo(deps.demo)((makeWay) => transaction(deps.storage, makeWay))
}

export const replacesDemo =
  (demo: Demo): ReplacesDemo =>
  (register) =>
    demo.alone(() =>
      register(async (trx, afterCommit) => {
        if (await wipeDemo(trx)) afterCommit(() => demo.become(null))
      }),
    )

async function addPeople(trx: Trx, runtime: Runtime): Promise<DemoPeople> {
  const people = { ada: runtime.newKey(), bob: runtime.newKey() }
  const now = new Date(runtime.now()).toISOString()
  for (const { username, name } of [ada, bob])
    await insertPerson(trx, {
      id: runtime.newId(),
      key: people[username as keyof DemoPeople],
      username,
      name,
      sort_name: sortName(name),
      email: `${username}@demo.invalid`,
      email_verified: 0,
      created_at: now,
      updated_at: now,
    })
  await saveDemoPeople(trx, people)
  return people
}
