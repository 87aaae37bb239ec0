import { sql } from 'kysely'
import { expectRefusal } from './expect-refusal.ts'
import { joinDemo } from './join-demo.ts'
import type { TestServer } from './start-test-server.ts'
import type { TestPerson } from './test-person.ts'

export const secret = 'The key is under the third stone'

/** A demo in which something was said and read. */
export async function talkInDemo(server: TestServer) {
  const { ada, bob } = await joinDemo(server)
  const sent = await ada.send('bob', secret)
  await bob.send('ada', `${secret}?`)
  await ada.call('markRead', { params: { username: 'bob' }, body: { number: 2 } })
  return { ada, bob, sent }
}

const tables = [
  'auth_user',
  'auth_session',
  'auth_account',
  'messages',
  'members',
  'feeds',
  'amendments',
  'avatars',
  'profile_news',
]

/** Of the tables that hold what people have, those with rows in them. */
export async function rowCounts({ app }: TestServer): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of tables) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(
      app.storage.scans,
    )
    if (rows[0]!.n > 0) counts[table] = rows[0]!.n
  }
  return counts
}

/** Their sessions are worth nothing, here or there. */
export async function expectGone(server: TestServer, ...people: TestPerson[]) {
  for (const person of people) {
    expectRefusal(await person.call('getMe'), 'not_found')
    const elsewhere = server.stranger()
    elsewhere.cookie = person.cookie
    expectRefusal(await elsewhere.call('getMe'), 'unauthenticated')
  }
}
