/** A MariaDB server of a test's own, to be killed and paused: the shared one is everybody's. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { freePort } from './free-port.ts'
import { askMysql } from './stack.ts'
import { temporaryFolder } from './temporary-folder.ts'

export interface OwnMariadb extends AsyncDisposable {
  /** Of its one database. */
  readonly url: string
  start(): Promise<void>
  /** Until it is gone. */
  kill(): Promise<void>
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void
}

/** It will not run as root, so it becomes the user that its package made. */
const asOwnUser = process.getuid?.() === 0 ? ['--user=mysql'] : []

export async function startOwnMariadb(): Promise<OwnMariadb> {
  const folder = temporaryFolder()
  // A server that starts removes the temporary tables that it finds, and a server that loses its own crashes.
  const env = { ...process.env, TMPDIR: folder.path }
  const dataDir = join(folder.path, 'db')
  if (asOwnUser.length > 0) execFileSync('chown', ['mysql', folder.path])
  execFileSync(
    'mariadb-install-db',
    ['--no-defaults', ...asOwnUser, `--datadir=${dataDir}`, '--auth-root-authentication-method=normal'],
    { env, stdio: 'ignore' },
  )
  const port = await freePort()
  const server = `mysql://root@127.0.0.1:${port}`
  let child: ChildProcess | undefined

  const mariadb: OwnMariadb = {
    url: `${server}/chatapp`,
    async start() {
      child = spawn(
        'mariadbd',
        [
          ...['--no-defaults', ...asOwnUser, `--datadir=${dataDir}`, `--socket=${join(dataDir, 'socket')}`],
          ...[`--port=${port}`, '--bind-address=127.0.0.1', '--innodb-buffer-pool-size=32M'],
        ],
        { env, stdio: 'ignore' },
      )
      for (;;) {
        try {
          await askMysql('CREATE DATABASE IF NOT EXISTS chatapp CHARACTER SET utf8mb4', server)
          return
        } catch {
          await setTimeout(20)
        }
      }
    },
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
    signal: (signal) => void child?.kill(signal),
    async [Symbol.asyncDispose]() {
      mariadb.signal('SIGCONT')
      await mariadb.kill()
      folder[Symbol.dispose]()
    },
  }
  await mariadb.start()
  return mariadb
}
