import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runChatapp } from '../testing/chatapp-process.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'

const dana = ['--name', 'Dana Levi', '--username', 'dana', '--email', 'dana@example.com']
const commands = [
  ['create-admin', ...dana],
  ['reset-link', 'dana'],
  ['second-factor-off', 'dana'],
  ['invite'],
  ['sign-up', 'closed'],
  ['restored'],
]

const says =
  /^There is no ChatApp database at (\S+)\. Start the server once, or check DATA_DIR and DATABASE_URL.*\n$/

test.each(commands)('%s with settings under which there is no database makes none', async (...command) => {
  using folder = temporaryFolder()
  const dataDir = join(folder.path, 'data')
  const { code, stdout, stderr } = await runChatapp(command, { DATA_DIR: dataDir }, 'a horse of course\n')
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(says.exec(stderr)?.[1]).toBe(join(dataDir, 'chatapp.db'))
  expect(existsSync(dataDir)).toBe(false)
})

test('a file in which nothing is counts as none, and stays as it is', async () => {
  using folder = temporaryFolder()
  const file = join(folder.path, 'chatapp.db')
  writeFileSync(file, '')
  expect(await runChatapp(['reset-link', 'dana'], { DATA_DIR: folder.path })).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(says),
  })
  expect(readdirSync(folder.path)).toEqual(['chatapp.db'])
  expect(statSync(file).size).toBe(0)
})
