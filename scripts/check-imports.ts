// The arrows of docs/architecture.md as a failing check, with the habits on file names and file length.
import { existsSync, readdirSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join, posix } from 'node:path'
import { type Import, lineAt, readSourceFiles, type SourceFile } from './source-files.ts'

/** Files that may be over 300 lines, each with its reason. */
const longFiles: Record<string, string> = {}

/** What a package may import of the others. Its tests may import `inTests` too. */
const packages: Record<string, { imports: string[]; inTests?: string[] }> = {
  contract: { imports: [] },
  client: { imports: ['contract'], inTests: ['server/testing'] },
  web: { imports: ['contract', 'client'] },
  server: { imports: ['contract'] },
  bench: { imports: ['contract', 'client', 'server/testing', 'e2e'] },
  cluster: { imports: ['contract', 'client', 'server/testing'] },
  e2e: { imports: ['contract', 'server/testing', 'cluster'] },
}

const features = [
  'audit',
  'mail',
  'accounts',
  'people',
  'conversations',
  'attachments',
  'messages',
  'inbox',
  'export',
  'demo',
  'admin',
]
const chain = ['storage', ...features]
const everyone = ['runtime', 'http']
const belowApp = [...chain, 'redis', 'bus', 'live', 'config', 'log']

/** What a folder or a lone file of packages/server/src may import of its neighbours, `everyone` aside. */
const serverParts: Record<string, string[]> = {
  ...Object.fromEntries(chain.map((part, place) => [part, chain.slice(0, place)])),
  runtime: [],
  http: [],
  config: [],
  log: [],
  redis: [],
  bus: ['redis'],
  live: ['bus'],
  'app-types': belowApp,
  app: [...belowApp, 'app-types'],
  main: [...belowApp, 'app'],
  cli: [...belowApp, 'app', 'main'],
}

export function checkImports(root: string): string[] {
  const names = readdirSync(join(root, 'packages'))
  const files = names.flatMap((name) => readSourceFiles(root, `packages/${name}`))
  const [scripts = [], examples = []] = ['scripts', 'examples'].map((folder) =>
    existsSync(join(root, folder)) ? readSourceFiles(root, folder) : [],
  )
  const rules = findRules(files)
  return [
    ...files.flatMap((file) => checkFile(file, rules)),
    ...[...files, ...scripts, ...examples].flatMap(checkShape),
    ...examples.flatMap(checkExample),
    ...names.flatMap((name) =>
      checkUnique(files.filter((file) => file.path.startsWith(`packages/${name}/`))),
    ),
    ...checkUnique(scripts),
  ]
}

function checkFile(file: SourceFile, rules: Set<string>): string[] {
  const from = placeOf(file.path)
  if (!packages[from.package]) {
    return [`${file.path}:1: packages/${from.package} has no arrows yet: add it to scripts/check-imports.ts`]
  }
  if (from.part && !serverParts[from.part]) {
    return [`${file.path}:1: server/src/${from.part} has no arrows yet: add it to scripts/check-imports.ts`]
  }
  const mistakes = file.imports.flatMap((one) => {
    const { from: specifier, line } = one
    const reason = specifier.startsWith('.')
      ? refuseRelative(from, targetOf(file, one), !one.isType && rules.has(targetOf(file, one).path))
      : specifier.startsWith('@chatapp/')
        ? refusePackage(from, specifier.slice('@chatapp/'.length))
        : refuseLibrary(from, specifier, file)
    return reason ? [`${file.path}:${line}: ${reason}`] : []
  })
  return [...mistakes, ...checkEnvironment(file, from)]
}

/**
 * The files of features that decide: those named so, and those that use queries or such files in turn. What is left,
 * neither of these nor queries nor routes, is vocabulary (shapes, an ID's text form) that queries may use as well.
 */
function findRules(files: SourceFile[]): Set<string> {
  const found = new Set<string>()
  const candidates = files.filter(
    ({ path }) => placeOf(path).kind === 'rules' && features.includes(placeOf(path).part),
  )
  const decides = (file: SourceFile) =>
    /(^|-)(rules|access)\.ts$/.test(file.name) ||
    file.imports.some((one) => {
      const target = one.from.startsWith('.') && !one.isType ? targetOf(file, one) : undefined
      return (
        target && (found.has(target.path) || (features.includes(target.part) && target.kind === 'queries'))
      )
    })
  for (let before = -1; before < found.size; ) {
    before = found.size
    for (const file of candidates) if (decides(file)) found.add(file.path)
  }
  return found
}

function targetOf(file: SourceFile, one: Import): Place {
  return placeOf(posix.join(posix.dirname(file.path), one.from))
}

type Kind = 'queries' | 'rules' | 'routes'
type Place = {
  path: string
  package: string
  /** The folder or lone file below packages/server/src; empty for what no arrow binds, such as tests. */
  part: string
  kind: Kind
  isTesting: boolean
  /** A test, or part of a package made of tests. */
  isFree: boolean
}

function placeOf(path: string): Place {
  const [, name = '', ...rest] = path.split('/')
  const file = rest.at(-1) ?? ''
  const inServer = name === 'server' && rest[0] === 'src'
  const isTesting = rest[0] === 'src' && rest[1] === 'testing'
  const isFree = isTesting || /\.test\.tsx?$/.test(file) || ['e2e', 'bench', 'cluster'].includes(name)
  const isAppend = inServer && rest[1] === 'messages' && rest[2] === 'append'
  const kind =
    isAppend || /(^|-)queries\.ts$/.test(file)
      ? 'queries'
      : /(^|-)routes\.ts$/.test(file)
        ? 'routes'
        : 'rules'
  const part = inServer && !isFree ? (rest[1] ?? '').replace(/\.ts$/, '') : ''
  return { path, package: name, part, kind, isTesting, isFree }
}

function refuseRelative(from: Place, to: Place, toDecides: boolean): string | undefined {
  if (!to.path.startsWith(`packages/${from.package}/`)) return `leaves its package for ${to.path}`
  if (to.isTesting && !from.isFree) return 'only tests may import testing/'
  if (from.package !== 'server' || from.isFree || !from.part || !to.part) return
  if (from.part !== to.part && ![...everyone, ...serverParts[from.part]!].includes(to.part)) {
    return `${from.part} may not import ${to.part}`
  }
  return features.includes(to.part) && features.includes(from.part)
    ? refuseKind(from, to, toDecides)
    : undefined
}

/** queries <- rules <- routes, and a feature's queries and routes are nobody else's but app's. */
function refuseKind(from: Place, to: Place, toDecides: boolean): string | undefined {
  const isOwn = from.part === to.part
  if (from.kind === 'routes' && to.kind === 'queries') return 'routes may not touch queries: ask a rule'
  if (to.kind === 'queries' && !isOwn) return `the queries of ${to.part} are its own: use its rules`
  if (to.kind === 'routes' && !isOwn) return `only app may import the routes of ${to.part}`
  if (to.kind === 'routes' && from.kind !== 'routes') return `${from.kind} may not import routes`
  if (from.kind === 'queries' && toDecides) return 'queries may not import rules: they never decide'
  return undefined
}

function refusePackage(from: Place, target: string): string | undefined {
  const allowed = packages[from.package]!
  const name = target.split('/')[0]!
  const goal = name === 'server' ? target : name
  if (allowed.imports.includes(goal) || (from.isFree && allowed.inTests?.includes(goal))) return
  if (name === from.package) return from.isFree ? undefined : 'a package imports itself by relative paths'
  return `${from.package} may not import @chatapp/${target}`
}

function refuseLibrary(from: Place, specifier: string, file: SourceFile): string | undefined {
  if (from.isFree || !file.path.startsWith(`packages/${from.package}/src/`)) return
  const library = specifier.startsWith('@')
    ? specifier.split('/').slice(0, 2).join('/')
    : specifier.split('/')[0]!
  const isNode = specifier.startsWith('node:') || builtinModules.includes(library)
  if (isNode && from.package !== 'server')
    return `${from.package} may not import ${specifier}: it runs without Node`
  if (/^(react|react-dom|preact)$/.test(library) && from.package !== 'web') return 'only web may import React'
  if (isBetterAuth(specifier) && from.part !== 'accounts') return 'only accounts/ may import better-auth'
  if (/^kysely(-|$)/.test(library) && !mayImportKysely(from, file)) {
    return 'only storage/, messages/append/ and *-queries.ts may import Kysely'
  }
  return undefined
}

function mayImportKysely(from: Place, file: SourceFile): boolean {
  const hasQueries = features.includes(from.part) || from.part === 'cli'
  if (from.part === 'storage' || (hasQueries && from.kind === 'queries')) return true
  return from.part === 'accounts' && file.imports.some((one) => isBetterAuth(one.from))
}

function isBetterAuth(specifier: string): boolean {
  return /^@?better-auth(\/|$)/.test(specifier)
}

/** What somebody copies to begin with: the SDK, and what comes with Node. */
function checkExample({ path, imports }: SourceFile): string[] {
  return imports
    .filter(({ from }) => from !== '@chatapp/client' && !from.startsWith('node:'))
    .map(({ from, line }) => `${path}:${line}: an example may not import ${from}`)
}

function checkEnvironment(file: SourceFile, from: Place): string[] {
  if (from.isFree || from.part === 'config' || !file.path.startsWith(`packages/${from.package}/src/`))
    return []
  const readers =
    /\bprocess\s*(\?\.|\.)\s*env\b|\bprocess\s*\[\s*['"]env|\{[^{}]*\benv\b[^{}]*\}\s*(=\s*process\b|from\s*['"](node:)?process)/g
  return [...file.code.matchAll(readers)].map(
    (match) => `${file.path}:${lineAt(file.code, match.index)}: only config.ts may read process.env`,
  )
}

function checkShape(file: SourceFile): string[] {
  const mistakes: string[] = []
  if (file.lines.length > 300 && !longFiles[file.path]) {
    mistakes.push(`${file.path}:301: ${file.lines.length} lines: split it by facet (300 at most)`)
  }
  if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/.test(file.name)) {
    mistakes.push(`${file.path}:1: name it in kebab-case`)
  }
  return mistakes
}

function checkUnique(files: SourceFile[]): string[] {
  const first = new Map<string, string>()
  return files.flatMap(({ name, path }) => {
    if (name === 'index.ts') return []
    const other = first.get(name)
    if (!other) first.set(name, path)
    return other ? [`${path}:1: has the same name as ${other}`] : []
  })
}

if (import.meta.main) {
  const mistakes = checkImports(join(import.meta.dirname, '..'))
  for (const mistake of mistakes) console.error(mistake)
  process.exitCode = mistakes.length > 0 ? 1 : 0
}
