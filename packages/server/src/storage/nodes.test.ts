import { expect, test } from 'vitest'
import { runChatapp } from '../testing/chatapp-process.ts'
import { openTestStorage } from '../testing/open-test-storage.ts'
import { isEmbedded } from '../testing/stack.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { TestClock } from '../testing/test-clock.ts'
import { readEpoch } from './instance.ts'
import { type NodeSettings, Nodes } from './nodes.ts'

const figures = { version: '1.2.3', startedAt: 5, sockets: 3, people: 2, sends: 0, sendP99Us: 900 }

async function open() {
  const opened = await openTestStorage()
  const clock = new TestClock()
  const warnings: string[] = []
  const log = { info() {}, warn: (line: string) => void warnings.push(line), debug() {} }
  const nodes: Nodes[] = []
  return {
    ...opened,
    clock,
    warnings,
    async join(settings: Partial<NodeSettings> = {}) {
      const id = `node ${nodes.length}`
      const node = new Nodes(opened.storage, {
        ...{ id, hearsOthers: false, secretDigest: 'one', now: clock.now, log },
        figures: () => ({ ...figures, sends: nodes.length }),
        ...settings,
      })
      nodes.push(node)
      await node.join()
      return node
    },
    async [Symbol.asyncDispose]() {
      for (const node of nodes) await node.leave()
      await opened[Symbol.asyncDispose]()
    },
  }
}

test.skipIf(isEmbedded)('two processes without Redis are warned of, those with it are not', async () => {
  await using opened = await open()
  await opened.join({ hearsOthers: true })
  await opened.join({ hearsOthers: true })
  expect(opened.warnings).toEqual([])
  await opened.join()
  expect(opened.warnings).toEqual([expect.stringMatching(/^3 processes serve this database.* REDIS_URL/)])
})

test.skipIf(isEmbedded)('who left, or gave no sign for long, is not counted', async () => {
  await using opened = await open()
  const first = await opened.join()
  await first.leave()
  await opened.join()
  opened.clock.pass(40_000)
  await opened.join()
  expect(opened.warnings).toEqual([])
})

test.skipIf(isEmbedded)('each says how it does, and hears it of the others', async () => {
  await using opened = await open()
  const first = await opened.join()
  const second = await opened.join({ figures: () => ({ ...figures, sendP99Us: null }) })
  expect(second.others).toEqual([{ id: first.id, ...figures, sends: 1 }])
  expect(first.others).toEqual([])
})

test.skipIf(isEmbedded)('another key for sessions is refused while the others are there', async () => {
  await using opened = await open()
  const first = await opened.join()
  await expect(opened.join({ secretDigest: 'another' })).rejects.toThrow('Give all of them the same SECRET')
  await first.leave()
  await opened.join({ secretDigest: 'another' })

  using folder = temporaryFolder()
  const env = { DATA_DIR: folder.path, DATABASE_URL: opened.url, PORT: '0', SECRET: 'x'.repeat(32) }
  expect(await runChatapp(['serve'], env)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Another ChatApp on this database signs sessions with another key.*\n$/),
  })
})

test.skipIf(isEmbedded)('a database does not begin a new life under a process that serves it', async () => {
  await using opened = await open()
  using folder = temporaryFolder()
  const restored = () => runChatapp(['restored'], { DATA_DIR: folder.path, DATABASE_URL: opened.url })
  const epoch = await readEpoch(opened.storage.db, () => 'first')
  const node = await opened.join({ now: Date.now })

  expect(await restored()).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^Servers that run on this database: 1\. Stop all of them first.*\n$/),
  })
  expect(await readEpoch(opened.storage.db, () => '')).toBe(epoch)

  await node.leave()
  expect(await restored()).toMatchObject({ code: 0, stderr: '' })
  expect(await readEpoch(opened.storage.db, () => '')).toMatch(/^[0-9a-f-]{36}$/)
})

test.runIf(isEmbedded)('a file has one process, so there is nothing to say', async () => {
  await using opened = await open()
  await opened.join()
  await opened.join({ secretDigest: 'another' })
  expect(opened.warnings).toEqual([])
  expect(await opened.storage.db.selectFrom('nodes').selectAll().execute()).toEqual([])
})
