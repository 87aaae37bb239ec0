import { expect, test } from 'vitest'
import { openTestStorage } from '../testing/open-test-storage.ts'
import type { Storage } from './storage.ts'
import { transaction } from './transaction.ts'

const write = (db: Pick<Storage['db'], 'insertInto'>, name: string) =>
  db.insertInto('instance').values({ name, value: '' }).execute()

async function written({ db }: Storage): Promise<string[]> {
  return (await db.selectFrom('instance').select('name').orderBy('name').execute()).map(({ name }) => name)
}

test('what is to be told is told in order, after the commit', async () => {
  await using opened = await openTestStorage()
  const { storage } = opened
  const told: unknown[] = []

  const result = await transaction(storage, async (trx, afterCommit) => {
    afterCommit(() => told.push('first', storage.db.selectFrom('instance').select('name').execute()))
    await write(trx, 'a')
    expect(await written(storage)).toEqual([])
    afterCommit(() => told.push('second'))
    expect(told).toEqual([])
    return 'done'
  })

  expect(result).toBe('done')
  expect(told).toEqual(['first', expect.any(Promise), 'second'])
  expect(await told[1]).toMatchObject([{ name: 'a' }])
})

test('what went wrong leaves nothing, and nothing is told', async () => {
  await using opened = await openTestStorage()
  const { storage } = opened
  const told: string[] = []
  const failing = transaction(storage, async (trx, afterCommit) => {
    await write(trx, 'a')
    afterCommit(() => told.push('never'))
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')

  const twice = transaction(storage, async (trx, afterCommit) => {
    await write(trx, 'b')
    afterCommit(() => told.push('never'))
    await write(trx, 'b')
  })
  await expect(twice).rejects.toThrow(/UNIQUE constraint failed|Duplicate entry/)

  expect(await written(storage)).toEqual([])
  expect(told).toEqual([])
  await transaction(storage, (trx) => write(trx, 'c'))
  expect(await written(storage)).toEqual(['c'])
})

test('transactions take turns, and none sees half of another', async () => {
  await using opened = await openTestStorage()
  const { storage } = opened
  await write(storage.db, 'count')
  const addOne = () =>
    transaction(storage, async (trx) => {
      const counter = trx.selectFrom('instance').select('value').where('name', '=', 'count')
      const { value } = await counter.forUpdate().executeTakeFirstOrThrow()
      await trx
        .updateTable('instance')
        .set({ value: String(Number(value) + 1) })
        .where('name', '=', 'count')
        .execute()
    })
  await Promise.all(Array.from({ length: 50 }, addOne))
  expect(await storage.db.selectFrom('instance').select('value').execute()).toEqual([{ value: '50' }])
})
