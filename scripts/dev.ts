// The server, restarted when its files change, and Vite in front of it, over a folder of their own with the cast.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const dataFolder = join(root, 'data/dev')
const cli = join(root, 'packages/server/src/cli/chatapp.ts')
const env = {
  ...process.env,
  PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`,
  DATA_DIR: dataFolder,
  PUBLIC_URL: 'http://localhost:5173',
  RATE_LIMIT: 'on',
}

if (!existsSync(dataFolder)) {
  const { status } = spawnSync('node', [cli, 'seed'], { cwd: root, env, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

const running = [
  start('node', ['--watch', '--watch-preserve-output', cli, 'serve'], root),
  start('vite', ['--port', '5173', '--strictPort', '--clearScreen', 'false'], join(root, 'packages/web')),
]
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => endAll(0))

function start(program: string, parameters: string[], cwd: string): ChildProcess {
  const child = spawn(program, parameters, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] })
  child.on('exit', (code) => endAll(code ?? 1))
  return child
}

function endAll(code: number): void {
  process.exitCode ??= code
  for (const child of running) if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
}
