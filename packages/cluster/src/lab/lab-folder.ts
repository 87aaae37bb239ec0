import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface LabFolder extends Disposable {
  readonly path: string
  /** A new folder in it. */
  make(name: string): string
}

/** Everything a lab writes; gone when it is. Readable, as its servers may run as somebody else. */
export function labFolder(): LabFolder {
  const path = mkdtempSync(join(tmpdir(), 'chatapp-lab-'))
  chmodSync(path, 0o755)
  const remove = () => rmSync(path, { recursive: true, force: true })
  process.on('exit', remove)
  return {
    path,
    make(name) {
      const folder = join(path, name)
      mkdirSync(folder, { recursive: true })
      return folder
    },
    [Symbol.dispose]() {
      process.off('exit', remove)
      remove()
    },
  }
}
