// `npm run screens`: every screen and state at every width, light and dark, for a pair of eyes, in test-results/screens;
// and those that the README shows, in docs/pictures. With fonts for emoji on the machine they look as they should.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const taken = join(root, 'test-results/screens')
const shown = join(root, 'docs/pictures')
const inReadme = { 'chat-1440-light.png': 'desktop.png', 'chat-360-dark.png': 'phone.png' }

const { status } = spawnSync('playwright', ['test', '--config', 'packages/e2e', 'screens', 'try-it'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, CHATAPP_E2E_PICTURES: 'all' },
})
if (status !== 0) process.exit(status ?? 1)
mkdirSync(shown, { recursive: true })
for (const [from, to] of Object.entries(inReadme)) copyFileSync(join(taken, from), join(shown, to))
console.log(`${readdirSync(taken).length} pictures in test-results/screens`)
