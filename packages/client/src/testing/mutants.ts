import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

/** A fault put into one file as it is loaded; nothing on the disk changes. */
export interface Mutant {
  readonly name: string
  /** A part of the file's path. */
  readonly file: string
  readonly from: string
  readonly to: string
}

/** Loads a module, and all it imports from its own folder, with the fault in it. */
export async function loadMutant<M>(module: URL, mutant: Mutant): Promise<M> {
  const folder = new URL('.', module).href
  const mark = `?mutant=${mutant.name}`
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context)
      const isOurs = context.parentURL?.endsWith(mark) && found.url.startsWith(folder)
      return isOurs ? { ...found, url: found.url + mark } : found
    },
    load(url, context, next) {
      if (!url.endsWith(mark) || !url.includes(mutant.file)) return next(url, context)
      const source = readFileSync(new URL(url.slice(0, -mark.length)), 'utf8')
      if (source.split(mutant.from).length !== 2)
        throw new Error(`${mutant.file} has no one place "${mutant.from}"`)
      return {
        format: 'module-typescript',
        source: source.replace(mutant.from, mutant.to),
        shortCircuit: true,
      }
    },
  })
  try {
    return (await import(module.href + mark)) as M
  } finally {
    hooks.deregister()
  }
}
