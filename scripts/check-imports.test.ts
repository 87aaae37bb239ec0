import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { checkImports } from './check-imports.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** The mistakes found in a repository of these files, without the `file:line: `. */
function mistakesIn(files: Record<string, string>): string[] {
  return linesFor(files).map((line) => line.replace(/^\S+:\d+: /, ''))
}

function linesFor(files: Record<string, string>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'check-imports-'))
  folders.push(root)
  mkdirSync(join(root, 'packages'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return checkImports(root)
}

const src = 'packages/server/src'

const allowed: [string, string][] = [
  ['packages/client/src/rest.ts', "import { paths } from '@chatapp/contract'"],
  ['packages/client/src/rest.test.ts', "import { startTestServer } from '@chatapp/server/testing'"],
  ['packages/client/src/sync.test.ts', "import { once } from 'node:events'"],
  ['packages/web/src/use-chat.tsx', "import { connect } from '@chatapp/client'\nimport 'react'"],
  ['packages/web/vite.config.ts', "import { join } from 'node:path'"],
  ['packages/bench/src/main.ts', "import { startTestServer } from '@chatapp/server/testing'"],
  ['packages/e2e/send.test.ts', "import { startTestServer } from '@chatapp/server/testing'"],
  [
    `${src}/messages/send.ts`,
    "import { requireMember } from '../conversations/access.ts'\nimport './send-queries.ts'",
  ],
  [`${src}/messages/send-queries.ts`, "import { sql } from 'kysely'\nimport '../storage/database.ts'"],
  [`${src}/messages/append/mysql-append.ts`, "import { sql } from 'kysely'"],
  [`${src}/cli/seed-queries.ts`, "import type { Insertable } from 'kysely'"],
  [`${src}/messages/message-routes.ts`, "import './send.ts'\nimport '../http/route.ts'"],
  [`${src}/accounts/auth.ts`, "import { betterAuth } from 'better-auth'\nimport { Kysely } from 'kysely'"],
  [`${src}/app.ts`, "import './messages/message-queries.ts'\nimport './messages/message-routes.ts'"],
  ['examples/bot.ts', "import { onUnread } from '@chatapp/client'\nimport { join } from 'node:path'"],
  [`${src}/config.ts`, 'export const port = process.env.PORT'],
  [`${src}/messages/send.test.ts`, "import '../testing/index.ts'\nimport './send-queries.ts'"],
  [`${src}/storage/words.ts`, '// process.env is not ours\nconst text = `import x from "../app.ts"`'],
]

for (const [path, text] of allowed) {
  test(`${path} may say ${text.split('\n').join(' ')}`, () => expect(linesFor({ [path]: text })).toEqual([]))
}

const refused: [string, string, string][] = [
  ['examples/bot.ts', "import 'ws'", 'an example may not import ws'],
  ['packages/contract/src/errors.ts', "import '@chatapp/client'", 'contract may not import @chatapp/client'],
  [
    'packages/contract/src/errors.ts',
    "import 'node:fs'",
    'contract may not import node:fs: it runs without Node',
  ],
  [
    'packages/client/src/rest.ts',
    "import { readFile } from 'fs/promises'",
    'client may not import fs/promises: it runs without Node',
  ],
  ['packages/client/src/store.ts', "import { useState } from 'react'", 'only web may import React'],
  [
    'packages/client/src/rest.ts',
    "import '@chatapp/server/testing'",
    'client may not import @chatapp/server/testing',
  ],
  [
    'packages/client/src/rest.ts',
    "import '../../contract/src/errors.ts'",
    'leaves its package for packages/contract/src/errors.ts',
  ],
  [
    'packages/web/src/main.tsx',
    "import '@chatapp/server/testing'",
    'web may not import @chatapp/server/testing',
  ],
  ['packages/server/src/app.ts', "import '@chatapp/client'", 'server may not import @chatapp/client'],
  [
    'packages/e2e/send.test.ts',
    "import '@chatapp/server/src/app.ts'",
    'e2e may not import @chatapp/server/src/app.ts',
  ],
  ['packages/extra/src/new.ts', '', 'packages/extra has no arrows yet: add it to scripts/check-imports.ts'],
  [`${src}/utils/strings.ts`, '', 'server/src/utils has no arrows yet: add it to scripts/check-imports.ts'],
  [`${src}/people/find.ts`, "import '../messages/send.ts'", 'people may not import messages'],
  [
    `${src}/people/find.ts`,
    "export type { Send } from '../messages/send.ts'",
    'people may not import messages',
  ],
  [
    `${src}/people/find.ts`,
    "import type { Send } from '../messages/send.ts'",
    'people may not import messages',
  ],
  [`${src}/people/find.ts`, "await import('../messages/send.ts')", 'people may not import messages'],
  [
    `${src}/people/find.ts`,
    "new Worker(new URL('../messages/send.ts', import.meta.url))",
    'people may not import messages',
  ],
  [`${src}/people/find.ts`, "import {\n  find,\n} from '../app.ts'", 'people may not import app'],
  [`${src}/people/find.ts`, "import '../config.ts'", 'people may not import config'],
  [`${src}/live/hub.ts`, "import '../accounts/sessions.ts'", 'live may not import accounts'],
  [`${src}/bus/bus.ts`, "import '../live/hub.ts'", 'bus may not import live'],
  [`${src}/http/route.ts`, "import '../storage/database.ts'", 'http may not import storage'],
  [
    `${src}/people/people-routes.ts`,
    "import './find-queries.ts'",
    'routes may not touch queries: ask a rule',
  ],
  [
    `${src}/messages/message-routes.ts`,
    "import './append/append.ts'",
    'routes may not touch queries: ask a rule',
  ],
  [`${src}/people/find.ts`, "import './people-routes.ts'", 'rules may not import routes'],
  [`${src}/people/find-queries.ts`, "import './people-routes.ts'", 'queries may not import routes'],
  [
    `${src}/people/find.ts`,
    "import '../accounts/session-queries.ts'",
    'the queries of accounts are its own: use its rules',
  ],
  [
    `${src}/people/find.ts`,
    "import '../accounts/account-routes.ts'",
    'only app may import the routes of accounts',
  ],
  [
    `${src}/people/find.ts`,
    "import type { Kysely } from 'kysely'",
    'only storage/, messages/append/ and *-queries.ts may import Kysely',
  ],
  [
    `${src}/accounts/sessions.ts`,
    "import { sql } from 'kysely'",
    'only storage/, messages/append/ and *-queries.ts may import Kysely',
  ],
  [`${src}/people/find.ts`, "import 'better-auth/api'", 'only accounts/ may import better-auth'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the code under test holds a template.
  [`${src}/main.ts`, 'console.log(`${process.env.PORT}`)', 'only config.ts may read process.env'],
  [`${src}/main.ts`, "import { env } from 'node:process'", 'only config.ts may read process.env'],
  [`${src}/main.ts`, 'const { env } = process', 'only config.ts may read process.env'],
  [`${src}/cli/seed.ts`, "import '../testing/cast.ts'", 'only tests may import testing/'],
  ['packages/client/src/sync.ts', "import './testing/cast.ts'", 'only tests may import testing/'],
  ['packages/web/src/NewChat.tsx', '', 'name it in kebab-case'],
  ['packages/web/src/list.css', 'a {}\n'.repeat(301), '301 lines: split it by facet (300 at most)'],
]

for (const [path, text, mistake] of refused) {
  const shown = text.length > 100 ? `${text.length} letters` : text.split('\n').join(' ')
  test(`${path} may not say ${shown}`, () => expect(mistakesIn({ [path]: text })).toEqual([mistake]))
}

const queriesUse = (target: string) => ({
  [`${src}/people/find-queries.ts`]: '',
  [`${src}/people/find.ts`]: "import './find-queries.ts'",
  [`${src}/people/find-again.ts`]: "import './find.ts'",
  [`${src}/people/people-rules.ts`]: '',
  [`${src}/people/username.ts`]: 'export const longest = 20',
  [`${src}/messages/message-queries.ts`]: target,
})

test('queries may use vocabulary, and the types of rules', () => {
  expect(linesFor(queriesUse("import '../people/username.ts'"))).toEqual([])
  expect(linesFor(queriesUse("import type { Found } from '../people/find.ts'"))).toEqual([])
})

for (const file of ['people-rules.ts', 'find.ts', 'find-again.ts']) {
  test(`queries may not use what decides: ${file}`, () => {
    expect(mistakesIn(queriesUse(`import '../people/${file}'`))).toEqual([
      'queries may not import rules: they never decide',
    ])
  })
}

test('two files of one package may not share a name', () => {
  const files = { 'packages/web/src/a/list.tsx': '', 'packages/web/src/b/list.tsx': '' }
  expect(linesFor(files)).toEqual([
    'packages/web/src/b/list.tsx:1: has the same name as packages/web/src/a/list.tsx',
  ])
})

test('a mistake names its line, comments and templates counted', () => {
  const text =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the code under test holds a template.
    "/* two\nlines */\nconst a = `x\n${`'`} \"`\nconst b = /[/'\"]/\nimport '../messages/send.ts'\n"
  expect(linesFor({ [`${src}/people/find.ts`]: text })).toEqual([
    `${src}/people/find.ts:6: people may not import messages`,
  ])
})
