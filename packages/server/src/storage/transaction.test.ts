import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { openForServing } from './database.ts'
import type { Storage } from './storage.ts'
import { transaction } from './transaction.ts'

async function open() {
  const folder = temporaryFolder()
  const storage = await openForServing(`sqlite:${join(folder.path, 'chatapp.db')}`)
  return {
    storage,
    async [Symbol.asyncDispose]() {
      await storage.close()
      folder[Symbol.dispose]()
    },
  }
}

const write = (db: Pick<Storage['db'], 'insertInto'>, name: string) =>
  db.insertInto('instance').values({ name, value: '' }).execute()

async function written({ db }: Storage): Promise<string[]> {
  return (await db.selectFrom('instance').select('name').orderBy('name').execute()).map(({ name }) => name)
}

test('what is to be told is told in order, after the commit', async () => {
  await using opened = await open()
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
  await using opened = await open()
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
  await expect(twice).rejects.toThrow('UNIQUE constraint failed')

  expect(await written(storage)).toEqual([])
  expect(told).toEqual([])
  await transaction(storage, (trx) => write(trx, 'c'))
  expect(await written(storage)).toEqual(['c'])
})

test('transactions take turns, and none sees half of another', async () => {
  await using opened = await open()
  const { storage } = opened
  await write(storage.db, '0')
  const addOne = () =>
    transaction(storage, async (trx) => {
      const [row] = await trx.selectFrom('instance').select('name').execute()
      await trx
        .updateTable('instance')
        .set({ name: String(Number(row!.name) + 1) })
        .execute()
    })
  await Promise.all(Array.from({ length: 50 }, addOne))
  expect(await written(storage)).toEqual(['50'])
})

test('a transaction that holds up the others loses its turn; they go on, and it runs again', async () => {
  await using opened = await open()
  const { storage } = opened
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
  await using opened = await open()
  const { storage } = opened
  let runs = 0
  const endless = transaction(storage, async (trx) => {
    runs++
    await write(trx, 'mine')
    await write(storage.db, `the others, time ${runs}`)
  })
  await expect(endless).rejects.toThrow('the transaction took too long')
  expect(runs).toBe(3)
  expect(await written(storage)).toEqual([1, 2, 3].map((time) => `the others, time ${time}`))
})

test('a job that fails undoes its whole group, and the writer goes on', async () => {
  await using opened = await open()
  const { storage } = opened
  const job = new URL('../testing/instance-job.ts', import.meta.url)
  expect(await storage.runJob(job, ['a', 'b'])).toEqual([1, 2])
  await expect(storage.runJob(job, ['c', 'a', 'd'])).rejects.toThrow('UNIQUE constraint failed')
  expect(await storage.runJob(job, ['e'])).toEqual([3])
  expect(await written(storage)).toEqual(['a', 'b', 'e'])
  const missing = new URL('../testing/no-such-job.ts', import.meta.url)
  await expect(storage.runJob(missing, [])).rejects.toThrow('Cannot find module')
  await write(storage.db, 'f')
})

test('a job waits for a transaction to end, and the next transaction for the job', async () => {
  await using opened = await open()
  const { storage } = opened
  const job = new URL('../testing/instance-job.ts', import.meta.url)
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
