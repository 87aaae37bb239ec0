import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Import = { from: string; line: number; isType: boolean }
export type SourceFile = { path: string; name: string; lines: string[]; imports: Import[]; code: string }

const skippedFolders = new Set(['node_modules', 'dist', 'coverage', 'data', 'test-results'])
const sourceEndings = /\.(ts|tsx|js|mjs|css)$/

/** Every source file below `folder`, with paths relative to `root` and `/` between folders. */
export function readSourceFiles(root: string, folder: string): SourceFile[] {
  return listFiles(root, folder)
    .filter((path) => sourceEndings.test(path))
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8')
      const code = path.endsWith('.css') ? '' : withoutComments(text)
      const name = path.slice(path.lastIndexOf('/') + 1)
      return { path, name, lines: text.replace(/\n$/, '').split('\n'), imports: findImports(code), code }
    })
}

export function listFiles(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
  return entries.flatMap((entry) => {
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`
    if (!entry.isDirectory()) return entry.isFile() ? [path] : []
    return skippedFolders.has(entry.name) || entry.name.startsWith('.') ? [] : listFiles(root, path)
  })
}

export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}

const importForms = [
  /\b(?:import|export)\b[\w$\s{},*]*?\bfrom\s*(['"])([^'"\n]+)\1/g,
  /\bimport\s*(['"])([^'"\n]+)\1/g,
  /\bimport\s*\(\s*(['"])([^'"\n]+)\1/g,
  /\bnew\s+URL\(\s*(['"])(\.[^'"\n]+\.tsx?)\1\s*,\s*import\.meta\.url/g,
]

function findImports(code: string): Import[] {
  const found = importForms.flatMap((form) => [...code.matchAll(form)])
  return found.map((match) => {
    const end = match.index + match[0].length
    return { from: match[2]!, line: lineAt(code, end), isType: /^(import|export)\s+type\b/.test(match[0]) }
  })
}

/**
 * The same text with comments and the words of template strings blanked, line numbers kept.
 * A quote that a regular expression or JSX text leaves open costs no more than the rest of its line.
 */
function withoutComments(text: string): string {
  let out = ''
  let at = 0
  const openTemplates: number[] = []
  let braces = 0

  const copy = (length: number) => {
    out += text.slice(at, at + length)
    at += length
  }
  const blank = (length: number) => {
    out += text.slice(at, at + length).replace(/[^\n]/g, ' ')
    at += length
  }
  const template = () => {
    while (at < text.length && text[at] !== '`' && !text.startsWith('${', at))
      blank(text[at] === '\\' ? 2 : 1)
    if (text[at] === '$') {
      openTemplates.push(braces)
      copy(2)
    } else copy(1)
  }

  while (at < text.length) {
    const char = text[at]!
    if (text.startsWith('//', at)) blank(lengthUntil(text, '\n', at))
    else if (text.startsWith('/*', at)) blank(lengthUntil(text, '*/', at) + 2)
    else if (char === "'" || char === '"') copy(quotedLength(text, at))
    else if (char === '/' && startsRegExp(out)) copy(regExpLength(text, at))
    else if (char === '`') {
      copy(1)
      template()
    } else if (char === '}' && openTemplates.at(-1) === braces) {
      openTemplates.pop()
      copy(1)
      template()
    } else {
      if (char === '{') braces += 1
      if (char === '}') braces -= 1
      copy(1)
    }
  }
  return out
}

function lengthUntil(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from + 1)
  return (found < 0 ? text.length : found) - from
}

function quotedLength(text: string, from: number): number {
  const match = /^(['"])(?:\\.|(?!\1)[^\\\n])*\1?/s.exec(text.slice(from, from + 2000))
  return match?.[0].length ?? 1
}

function startsRegExp(before: string): boolean {
  return /(?:^|[(,=:[!&|?{};>]|\breturn)\s*$/.test(before.slice(-80))
}

function regExpLength(text: string, from: number): number {
  const match = /^\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/.exec(text.slice(from, from + 2000))
  return match?.[0].length ?? 1
}
