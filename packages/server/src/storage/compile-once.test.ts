import { expect, test } from 'vitest'
import { openTestStorage } from '../testing/open-test-storage.ts'
import { compileOnce } from './compile-once.ts'

test('a query that is compiled once takes other parameters each time, one of them in two places', async () => {
  await using opened = await openTestStorage()
  const { db } = opened.storage
  for (const [name, value] of Object.entries({ a: 'b', b: 'a', c: 'c', d: 'x' }))
    await db.insertInto('instance').values({ name, value }).execute()
  let built = 0
  const find = compileOnce(db, (parameters: { text: string; limit: number }) => {
    built++
    return db
      .selectFrom('instance')
      .select('name')
      .where((is) => is.or([is('name', '=', parameters.text), is('value', '=', parameters.text)]))
      .where('name', '!=', 'nobody')
      .orderBy('name')
      .limit(parameters.limit)
  })
  const names = async (text: string, limit: number) => (await find({ text, limit })).map(({ name }) => name)

  expect(
    await Promise.all([names('a', 9), names('b', 1), names('c', 9), names('?', 9), names('x', 0)]),
  ).toEqual([['a', 'b'], ['a'], ['c'], [], []])
  expect(built).toBe(1)
})
