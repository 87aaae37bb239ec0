import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getMigrations } from 'better-auth/db/migration'
import { expect, test } from 'vitest'
import { createLog } from '../log.ts'
import { systemRuntime } from '../runtime.ts'
import { openForCommand } from '../storage/database.ts'
import { createEngine } from './engine.ts'
import { createPasswords } from './passwords.ts'

test('the accounts engine finds every table and column that it expects', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chatapp-engine-'))
  const storage = await openForCommand(`sqlite:${join(folder, 'chatapp.db')}`)
  try {
    const engine = createEngine({
      db: storage.db,
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
  } finally {
    await storage.close()
    rmSync(folder, { recursive: true })
  }
})
