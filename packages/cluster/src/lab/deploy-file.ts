/** The files that operators copy are the files that the lab runs: only addresses and places differ. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const deployFolder = resolve(import.meta.dirname, '../../../../deploy')

/** A file of deploy/ with other words in it. @throws when one of those to replace is not there. */
export function deployFile(name: string, replacements: readonly (readonly [RegExp, string])[]): string {
  let text = readFileSync(join(deployFolder, name), 'utf8')
  for (const [pattern, replacement] of replacements) {
    if (text.search(pattern) === -1) throw new Error(`deploy/${name} has nothing like ${pattern}`)
    text = text.replace(pattern, () => replacement)
  }
  return text
}
