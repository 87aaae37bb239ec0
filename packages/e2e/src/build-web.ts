import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** The server serves what is built: nobody should test yesterday's. */
export default function buildWeb(): void {
  const { status } = spawnSync('node', ['scripts/setup.mjs', '--web'], {
    cwd: join(import.meta.dirname, '../../..'),
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('The web client was not built.')
}
