// Documentation that can be proved wrong: links, error codes, file paths and commands that do not exist.
import { existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { pathToFileURL } from 'node:url'
import { lineAt, listFiles } from './source-files.ts'

type Page = { path: string; text: string; prose: string }

export async function checkDocs(root: string): Promise<string[]> {
  const pages = listFiles(root, '.')
    .filter((path) => path.endsWith('.md'))
    .map((path) => readPage(root, path))
  return [
    ...pages.flatMap((page) => checkLinks(root, page)),
    ...pages.flatMap((page) => checkCommands(root, page)),
    ...pages.flatMap((page) => checkPaths(root, page)),
    ...(await checkErrorCodes(root)),
  ]
}

/** `prose` is the text with fenced blocks blanked, so that lines keep their numbers. */
function readPage(root: string, path: string): Page {
  const text = readFileSync(join(root, path), 'utf8')
  const prose = text.replace(/^( *)(```|~~~)[^\n]*\n[\s\S]*?^\1\2[^\n]*$/gm, (fence) =>
    fence.replace(/[^\n]/g, ' '),
  )
  return { path, text, prose }
}

function checkLinks(root: string, page: Page): string[] {
  const withoutCode = page.prose.replace(/`[^`\n]*`/g, (code) => ' '.repeat(code.length))
  const inline = withoutCode.matchAll(/\]\(\s*<?([^)>\s]+)>?(?:\s+"[^"]*")?\s*\)/g)
  const references = withoutCode.matchAll(/^\s*\[[^\]\n]+\]:\s*<?([^>\s]+)/gm)
  const html = withoutCode.matchAll(/<(?:a|img|source)\b[^>]*?\b(?:href|src|srcset)="([^"]+)"/g)
  return [...inline, ...references, ...html].flatMap((match) => {
    const target = match[1]!
    const reason = /^([a-z][a-z0-9+.-]*:|\/\/)/i.test(target) ? undefined : refuseLink(root, page, target)
    return reason ? [`${page.path}:${lineAt(withoutCode, match.index)}: ${reason}`] : []
  })
}

function refuseLink(root: string, page: Page, target: string): string | undefined {
  const [file = '', heading] = decodeURIComponent(target).split('#')
  const path = file === '' ? page.path : posix.normalize(posix.join(posix.dirname(page.path), file))
  if (path.startsWith('..') || !existsSync(join(root, path))) return `${target} leads nowhere`
  if (!heading || !path.endsWith('.md')) return
  if (!headingsOf(readPage(root, path)).has(heading)) return `${target}: ${path} has no such heading`
  return undefined
}

function headingsOf(page: Page): Set<string> {
  const found = new Set<string>()
  for (const [, title = ''] of page.prose.matchAll(/^ {0,3}#{1,6}\s+(.+?)\s*#*$/gm)) {
    const slug = title
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-')
    let unique = slug
    for (let copy = 1; found.has(unique); copy += 1) unique = `${slug}-${copy}`
    found.add(unique)
  }
  for (const [, id = ''] of page.prose.matchAll(/\b(?:id|name)="([^"]+)"/g)) found.add(id)
  return found
}

function checkCommands(root: string, page: Page): string[] {
  const { scripts = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return [...page.text.matchAll(/\bnpm run (?:-s |--silent )?([a-z][\w:-]*)/g)].flatMap((match) => {
    const line = `${page.path}:${lineAt(page.text, match.index)}`
    return Object.hasOwn(scripts, match[1]!) ? [] : [`${line}: package.json has no script "${match[1]}"`]
  })
}

function checkPaths(root: string, page: Page): string[] {
  return [...page.prose.matchAll(/`((?:packages|scripts|docs|deploy)\/[^`\n]*)`/g)].flatMap((match) => {
    const path = match[1]!.replace(/[:#]\S*$/, '')
    const isPattern = /[*<>{}$…\s]|NNNN/.test(path)
    if (isPattern || existsSync(join(root, path))) return []
    return [`${page.path}:${lineAt(page.prose, match.index)}: there is no ${path}`]
  })
}

/** A code's place in docs/errors.md is a heading, or the first cell of a table row, that holds it in backticks. */
async function checkErrorCodes(root: string): Promise<string[]> {
  const source = join(root, 'packages/contract/src/errors.ts')
  if (!existsSync(source)) return []
  if (!existsSync(join(root, 'docs/errors.md'))) return ['docs/errors.md:1: is missing']
  const { errors, fieldErrors = [] } = await import(pathToFileURL(source).href)
  const { prose } = readPage(root, 'docs/errors.md')
  const explained = [...prose.matchAll(/^(?:#{1,6}\s+|\|\s*)`([a-z][a-z0-9_]*)`/gm)]
  const codes = Object.keys(errors)
  const missing = codes.filter((code) => !explained.some((match) => match[1] === code))
  const unknown = explained.filter((match) => ![...codes, ...fieldErrors].includes(match[1]!))
  return [
    ...missing.map((code) => `docs/errors.md:1: does not explain ${code}`),
    ...unknown.map(
      (match) => `docs/errors.md:${lineAt(prose, match.index)}: the contract has no error ${match[1]}`,
    ),
  ]
}

if (import.meta.main) {
  const mistakes = await checkDocs(join(import.meta.dirname, '..'))
  for (const mistake of mistakes) console.error(mistake)
  process.exitCode = mistakes.length > 0 ? 1 : 0
}
