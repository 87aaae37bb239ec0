import { expect, test } from 'vitest'
import { openTestStorage } from '../../testing/open-test-storage.ts'
import type { SqliteStorage, Storage } from '../storage.ts'
import { transaction } from '../transaction.ts'

const write = (db: Pick<Storage['db'], 'insertInto'>, name: string) =>
  db.insertInto('instance').values({ name, value: '' }).execute()

async function written({ db }: Storage): Promise<string[]> {
  return (await db.selectFrom('instance').select('name').orderBy('name').execute()).map(({ name }) => name)
}

test('a transaction that holds up the others loses its turn; they go on, and it runs again', async () => {
  await using opened = await openTestStorage()
  const storage = opened.storage as SqliteStorage
  const told: string[] = []
  let runs = 0
  let theOthers: Promise<unknown> = Promise.resolve()

  await transaction(storage, async (trx, afterCommit) => {
    runs++
    await write(trx, `run ${runs}`)
    afterCommit(() => told.push(`run ${runs}`))
    if (runs > 1) return
    theOthers = write(storage.db, 'somebody else')
    // They wait for this one, which waits for them: only the clock can end it.
    await theOthers
    await expect(write(trx, 'too late')).rejects.toThrow('the transaction took too long and was rolled back')
  })

  await theOthers
  // Twice, or once more where the machine is busy.
  expect(runs).toBeGreaterThan(1)
  expect(told).toEqual([`run ${runs}`])
  expect(await written(storage)).toEqual([`run ${runs}`, 'somebody else'])
})

test('a transaction that always takes too long is given up', async () => {
  await using opened = await openTestStorage()
  const storage = opened.storage as SqliteStorage
  let runs = 0
  const endless = transaction(storage, async (trx) => {
    runs++
    await write(trx, 'mine')
    await write(storage.db, `the others, time ${runs}`)
  })
  await expect(endless).rejects.toThrow('the transaction took too long')
  expect(runs).toBe(4)
  expect(await written(storage)).toEqual([1, 2, 3, 4].map((time) => `the others, time ${time}`))
})

test('a job that fails undoes its whole group, and the writer goes on', async () => {
  await using opened = await openTestStorage()
  const storage = opened.storage as SqliteStorage
  const job = new URL('../../testing/instance-job.ts', import.meta.url)
  expect(await storage.runJob(job, ['a', 'b'])).toEqual([1, 2])
  await expect(storage.runJob(job, ['c', 'a', 'd'])).rejects.toThrow('UNIQUE constraint failed')
  expect(await storage.runJob(job, ['e'])).toEqual([3])
  expect(await written(storage)).toEqual(['a', 'b', 'e'])
  const missing = new URL('../../testing/no-such-job.ts', import.meta.url)
  await expect(storage.runJob(missing, [])).rejects.toThrow('Cannot find module')
  await write(storage.db, 'f')
})

test('a job waits for a transaction to end, and the next transaction for the job', async () => {
  await using opened = await openTestStorage()
  const storage = opened.storage as SqliteStorage
  const job = new URL('../../testing/instance-job.ts', import.meta.url)
  let counted: Promise<unknown> = Promise.resolve()
  await transaction(storage, async (trx) => {
    counted = storage.runJob(job, ['job'])
    await write(trx, 'first')
    await write(trx, 'second')
  })
  const after = transaction(storage, (trx) => trx.selectFrom('instance').select('name').execute())
  expect(await counted).toEqual([3])
  expect(await after).toHaveLength(3)
})
