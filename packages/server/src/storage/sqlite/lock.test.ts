import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runChatapp, serveChatapp } from '../../testing/chatapp-process.ts'
import { temporaryFolder } from '../../testing/temporary-folder.ts'
import { openForCommand, openForServing } from '../database.ts'

const isServed = /^Another ChatApp already serves \S+chatapp\.db\. Stop that one first/

test('a database that is being served is not served a second time, until the first one lets go', async () => {
  using folder = temporaryFolder()
  const url = `sqlite:${join(folder.path, 'chatapp.db')}`
  const first = await openForServing(url)
  await expect(openForServing(url)).rejects.toThrow(isServed)
  await expect(openForServing(url)).rejects.toThrow(isServed)
  await first.close()
  const second = await openForServing(url)
  await second.close()
})

test('another process is refused in one line, and commands work beside the server', async () => {
  using folder = temporaryFolder()
  const env = { DATA_DIR: folder.path, PORT: '0' }
  const storage = await openForServing(`sqlite:${join(folder.path, 'chatapp.db')}`)

  const refused = await runChatapp(['serve'], env)

  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toMatch(isServed)
  expect(refused.stderr.trim().split('\n')).toHaveLength(1)
  expect(await runChatapp(['migrate'], env)).toMatchObject({ code: 0, stderr: '' })
  const beside = await openForCommand(`sqlite:${join(folder.path, 'chatapp.db')}`)
  await beside.close()
  await storage.close()
})

test('a server that was killed leaves nothing that keeps the next one out', async () => {
  using folder = temporaryFolder()
  const env = { DATA_DIR: folder.path }
  const killed = await serveChatapp(env)
  expect(await killed.end('SIGKILL')).toBe(null)
  await using next = await serveChatapp(env)
  expect((await fetch(`${next.url}/readyz`)).status).toBe(200)
})
