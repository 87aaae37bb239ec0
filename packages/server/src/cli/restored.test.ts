import { expect, test } from 'vitest'
import { runChatapp } from '../testing/chatapp-process.ts'
import { copyData } from '../testing/copy-data.ts'
import { startTestServer, type TestPerson } from '../testing/index.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'

const epochOf = async (person: TestPerson): Promise<string> =>
  (await person.call('getFeed', { query: { after: 0 } })).body.epoch

test('a copy that is put back keeps its epoch until it is told that it was restored', async () => {
  using original = temporaryFolder()
  const server = await startTestServer({ dataDir: original.path })
  const ana = await server.join('ana')
  const epoch = await epochOf(ana)
  await server[Symbol.asyncDispose]()
  using copy = await copyData(original.path)

  const epochNow = async () => {
    await using there = await startTestServer({ dataDir: copy.path })
    return await epochOf(Object.assign(there.stranger(), { cookie: ana.cookie }))
  }
  expect(await epochNow()).toBe(epoch)
  expect(await runChatapp(['restored'], { DATA_DIR: copy.path })).toEqual({
    code: 0,
    stdout:
      'This database has begun a new life. Start the servers: every device begins anew with what is here, and sends again what it sent within the last 24 hours.\n',
    stderr: '',
  })
  expect(await epochNow()).not.toBe(epoch)
})

test('a server that runs on it is in the way', async () => {
  await using server = await startTestServer()
  const ana = await server.join('ana')
  const epoch = await epochOf(ana)
  expect(await runChatapp(['restored'], { DATA_DIR: server.dataDir })).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^Another ChatApp already serves \S+\. Stop that one first/),
  })
  expect(await epochOf(ana)).toBe(epoch)
})
