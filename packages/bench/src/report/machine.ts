/** Where and with what something was measured: a figure means nothing without it. */
import { execFileSync } from 'node:child_process'
import { closeSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { cpus, release, totalmem, type } from 'node:os'
import { join, resolve } from 'node:path'
import { median } from '../scenario.ts'
import { makeDataDir } from '../servers/instance.ts'

const root = resolve(import.meta.dirname, '../../../..')

export interface Machine {
  command: string
  seed: number
  at: string
  processor: string
  cores: number
  memoryGiB: number
  kernel: string
  /** Median time of a small write with fsync, where the databases are. */
  fsyncMs: number
  versions: { chatapp: string; commit: string; node: string; sqlite: string }
  reportDir: string
}

export function describeMachine({ seed, command }: { seed: number; command: string }): Machine {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return {
    command,
    seed,
    at: new Date().toISOString(),
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: `${type()} ${release()}`,
    fsyncMs: measureFsync(),
    versions: {
      chatapp: version,
      commit: readCommit(),
      node: process.versions.node,
      sqlite: process.versions.sqlite ?? 'unknown',
    },
    reportDir: resolve(import.meta.dirname, '../../report'),
  }
}

function readCommit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
  try {
    const isChanged = git('status', '--porcelain', '--', 'packages') !== ''
    return git('rev-parse', '--short', 'HEAD') + (isChanged ? ' with changes' : '')
  } catch {
    return 'unknown'
  }
}

function measureFsync(): number {
  const dataDir = makeDataDir()
  const file = openSync(join(dataDir, 'fsync'), 'w')
  const block = Buffer.alloc(4096)
  const times = Array.from({ length: 50 }, () => {
    const startedAt = performance.now()
    writeSync(file, block)
    fsyncSync(file)
    return performance.now() - startedAt
  })
  closeSync(file)
  rmSync(dataDir, { recursive: true })
  return median(times)
}
