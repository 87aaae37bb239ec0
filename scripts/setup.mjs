// First-run set-up, in plain JavaScript for the Node that is already on the machine:
//
//   node scripts/setup.mjs [--web] [-- file.ts arguments …]
//
// installs the dependencies when they are missing or changed, with --web builds the web client when its sources
// changed, and then runs the file with the Node that was installed. A clone that is set up is left untouched.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = join(root, 'node_modules', '.bin')
const webSources = ['packages/web', 'packages/client/src', 'packages/contract/src', 'package-lock.json']
const webStamp = join(root, 'packages/web/dist/.sources-sha256')

const end = process.argv.indexOf('--')
const options = process.argv.slice(2, end < 0 ? undefined : end)
const command = end < 0 ? [] : process.argv.slice(end + 1)

if (!isInstalled()) install()
if (options.includes('--web')) buildWeb()
if (command.length > 0) run(command)

/** Not `npm ci`: the lock file may lack the optional packages of other platforms. It is not rewritten either. */
function install() {
  const parameters = [
    'install',
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--prefer-offline',
  ]
  // A registry that stalls in the middle is worth a second try; what has come by then is kept.
  step('Installing the dependencies', 'npm', [...parameters, '--fetch-timeout=60000'], root, 2)
}

/** Compares package-lock.json with what npm noted when it last installed. */
function isInstalled() {
  const noted = readJson(join(root, 'node_modules/.package-lock.json'))?.packages
  const wanted = readJson(join(root, 'package-lock.json'))?.packages
  if (!noted || !wanted) return false
  const skipsDev = process.env.NODE_ENV === 'production'
  const isSame = (path) =>
    wanted[path]
      ? noted[path].version === wanted[path].version && noted[path].integrity === wanted[path].integrity
      : noted[path].optional
  const mayLack = ({ optional, peer, dev, devOptional }) =>
    optional || peer || ((dev || devOptional) && skipsDev)
  return (
    Object.keys(noted).every(isSame) &&
    Object.keys(wanted).every((path) => path === '' || path in noted || mayLack(wanted[path]))
  )
}

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}

function buildWeb() {
  const hash = hashOf(webSources)
  if (existsSync(webStamp) && readFileSync(webStamp, 'utf8') === hash) return
  step('Building the web client', 'vite', ['build', '--logLevel', 'warn'], join(root, 'packages/web'))
  writeFileSync(webStamp, hash)
}

function hashOf(paths) {
  const hash = createHash('sha256')
  for (const path of paths.flatMap((path) => filesBelow(join(root, path)))) {
    hash
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update('\0')
  }
  return hash.digest('hex')
}

function filesBelow(path) {
  if (path.endsWith('package-lock.json')) return [path]
  const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  return entries.flatMap((entry) => {
    if (['dist', 'node_modules', 'coverage'].includes(entry.name) || entry.name.startsWith('.')) return []
    if (entry.isDirectory()) return filesBelow(join(path, entry.name))
    return entry.isFile() ? [join(path, entry.name)] : []
  })
}

function environment() {
  return { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` }
}

function step(name, program, parameters, cwd = root, tries = 1) {
  const startedAt = Date.now()
  process.stdout.write(`${name} … `)
  const { status, stdout, stderr, error } = spawnSync(program, parameters, {
    cwd,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  if (status === 0) return console.log(`done (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`)
  if (tries > 1) {
    console.log('once more')
    return step(name, program, parameters, cwd, tries - 1)
  }
  console.log('failed')
  console.error([stdout, stderr, error?.message].filter(Boolean).join('\n').trimEnd())
  process.exit(1)
}

/** Stands between npm and the server: a signal sent to npm has to arrive, and the answer is the server's. */
function run(parameters) {
  const node = existsSync(join(bin, 'node')) ? join(bin, 'node') : process.execPath
  const child = spawn(node, parameters, { stdio: 'inherit', env: environment() })
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  // A terminal sends Ctrl-C to everyone itself; once more from here would look like an impatient second one.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  child.on('error', (error) => {
    console.error(error.message)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0)
  })
}
