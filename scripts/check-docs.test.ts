import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { checkDocs } from './check-docs.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function mistakesIn(files: Record<string, string>): Promise<string[]> {
  const root = mkdtempSync(join(tmpdir(), 'check-docs-'))
  folders.push(root)
  const all = { 'package.json': '{ "type": "module", "scripts": { "check": "true" } }', ...files }
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return checkDocs(root)
}

const errorsModule =
  "export const errors = { not_found: {}, internal: {} }\nexport const fieldErrors = ['empty']\n"

test('what exists is left alone', async () => {
  const mistakes = await mistakesIn({
    'README.md': [
      '# The "Two" of `us`',
      '## Same',
      '## Same',
      'See [a](docs/a.md), [its part](docs/a.md#part-one-and-2), [here](#the-two-of-us) and [there](#same-1).',
      'Read `docs/a.md`, `docs/a.md#part-one-and-2`, `packages/*/src` and [the world](https://example.org/none#x).',
      '```sh\nnpm run check\n[not a link](nowhere.md) `docs/nowhere.md`\n```',
      'Code such as `[x](nowhere.md)` links nothing.',
    ].join('\n'),
    'docs/a.md': '# A\n\n### Part one, and 2\n\n[back](../README.md)',
    'docs/errors.md': '## `not_found`\n\n| Code |\n|---|\n| `internal` |\n| `empty` |\n',
    'packages/contract/src/errors.ts': errorsModule,
  })
  expect(mistakes).toEqual([])
})

const refused: [string, string, string][] = [
  ['a link to a missing file', '\n[a](docs/none.md)', 'README.md:2: docs/none.md leads nowhere'],
  ['a link out of the repository', '[a](../README.md)', 'README.md:1: ../README.md leads nowhere'],
  ['a link to a missing heading', '# A\n[a](#b)', 'README.md:2: #b: README.md has no such heading'],
  ['an image that is missing', '<img src="docs/a.png">', 'README.md:1: docs/a.png leads nowhere'],
  ['a path that is missing', '```\n```\n`scripts/none.ts`', 'README.md:3: there is no scripts/none.ts'],
  ['a command that is missing', '```\nnpm run fly\n```', 'README.md:2: package.json has no script "fly"'],
]

for (const [name, text, mistake] of refused) {
  test(`${name} is a mistake`, async () => expect(await mistakesIn({ 'README.md': text })).toEqual([mistake]))
}

test('each error is explained, and nothing else is', async () => {
  const mistakes = await mistakesIn({
    'docs/errors.md': '# Errors\n\n## `not_found`\n\n## `made_up`\n',
    'packages/contract/src/errors.ts': errorsModule,
  })
  expect(mistakes).toEqual([
    'docs/errors.md:1: does not explain internal',
    'docs/errors.md:5: the contract has no error made_up',
  ])
})
