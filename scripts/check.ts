import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

const root = join(import.meta.dirname, '..')

const checks: [name: string, command: string][] = [
  ['format and lint', 'biome ci --error-on-warnings --colors=off'],
  ['types', 'tsc'],
  ['types of the contract alone', 'tsc -p packages/contract'],
  ['types of the client alone', 'tsc -p packages/client'],
  ['imports', 'node scripts/check-imports.ts'],
  ['size of the first load', 'node scripts/check-size.ts'],
  ['documentation', 'node scripts/check-docs.ts'],
  ['dead code', 'knip --no-config-hints'],
]

const results = await Promise.all(checks.map(([name, command]) => check(name, command)))
process.exitCode = results.every((passed) => passed) ? 0 : 1

async function check(name: string, command: string): Promise<boolean> {
  const startedAt = performance.now()
  const path = `${join(root, 'node_modules/.bin')}:${process.env.PATH}`
  const env = { ...process.env, PATH: path, NODE_V8_COVERAGE: '' }
  const child = spawn(`${command} 2>&1`, {
    cwd: root,
    shell: true,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<number | null>((resolve) => child.on('close', resolve))
  const output = await text(child.stdout)
  const passed = (await exited) === 0
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
  if (!passed) console.log(output.trimEnd().replace(/^/gm, '       '))
  return passed
}
