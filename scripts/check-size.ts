// What a browser has to fetch before it draws anything: the built page's own scripts and styles, compressed.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'packages/web/dist')
/** In bytes after gzip. */
const budgets = { js: 160_000, css: 15_000 }

const { status } = spawnSync('node', ['scripts/setup.mjs', '--web'], { cwd: root, stdio: 'inherit' })
if (status !== 0) process.exit(1)

const page = readFileSync(join(dist, 'index.html'), 'utf8')
const mistakes = (['js', 'css'] as const).flatMap((kind) => {
  const bytes = firstLoad(page, kind)
    .map((path) => gzipSync(readFileSync(join(dist, path))).length)
    .reduce((sum, size) => sum + size, 0)
  console.log(`${kind}: ${(bytes / 1000).toFixed(1)} of ${budgets[kind] / 1000} kB`)
  return bytes > 0 && bytes <= budgets[kind] ? [] : [kind]
})
if (mistakes.length > 0) console.error(`The first load is over its budget: ${mistakes.join(', ')}`)
process.exitCode = mistakes.length === 0 ? 0 : 1

/** Paths of the files that the page names, what its scripts import at once included. */
function firstLoad(html: string, kind: keyof typeof budgets): string[] {
  return [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)]
    .map(([, path]) => path ?? '')
    .filter((path) => path.endsWith(`.${kind}`))
}
