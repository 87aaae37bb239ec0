import { getMigrations } from 'better-auth/db/migration'
import { expect, test } from 'vitest'
import { createLog } from '../log.ts'
import { systemRuntime } from '../runtime.ts'
import { openTestStorage } from '../testing/open-test-storage.ts'
import { createEngine } from './engine.ts'
import { createPasswords } from './passwords.ts'

test('the accounts engine finds every table and column that it expects', async () => {
  await using opened = await openTestStorage()
  const engine = createEngine({
    storage: opened.storage,
    origin: 'http://localhost:3000',
    secret: 'a secret of thirty-two characters',
    passwords: createPasswords(),
    runtime: systemRuntime(createLog('silent')),
    onSessionEnded: () => {},
  })
  const { options } = await engine.context
  const { toBeCreated, toBeAdded, unsafeChanges, schemaProblems } = await getMigrations(options)
  expect({ toBeCreated, toBeAdded, unsafeChanges, schemaProblems }).toEqual({
    toBeCreated: [],
    toBeAdded: [],
    unsafeChanges: [],
    schemaProblems: [],
  })
})
