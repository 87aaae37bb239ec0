import { execFileSync } from 'node:child_process'
import { chownSync } from 'node:fs'

export interface Account {
  readonly uid: number
  readonly gid: number
}

/** Whom a database runs as when we are root, as which it refuses to; nothing when we are not. */
export function unprivileged(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['mysql', 'nobody']) {
    try {
      const idOf = (flag: string) => Number(execFileSync('id', [flag, name], { stdio: 'pipe' }))
      return { uid: idOf('-u'), gid: idOf('-g') }
    } catch {}
  }
  throw new Error('There is neither a user mysql nor a user nobody.')
}

export function giveTo(account: Account | undefined, path: string): void {
  if (account) chownSync(path, account.uid, account.gid)
}
