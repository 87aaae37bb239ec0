/** A server of somebody else's as a child process: its own group, its words in a file, gone when we are. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import type { Account } from './unprivileged.ts'

export interface ChildOptions {
  logFile: string
  account?: Account
  cwd?: string
  env?: Record<string, string>
}

const patienceMs = 10_000
const running = new Set<Child>()
process.on('exit', () => {
  for (const child of running) child.signal('SIGKILL')
})

export class Child implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #logFile: string
  readonly exited: Promise<unknown>

  constructor(program: string, parameters: string[], { logFile, account, cwd, env }: ChildOptions) {
    const log = openSync(logFile, 'a')
    this.#logFile = logFile
    this.#child = spawn(program, parameters, {
      // Scripts that it starts end with it, and Ctrl+C reaches us alone: we end it in our own order.
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...process.env, ...env },
      ...(cwd && { cwd }),
      ...account,
    })
    closeSync(log)
    running.add(this)
    this.exited = once(this.#child, 'exit').finally(() => running.delete(this))
    this.exited.catch(() => {})
  }

  get isRunning(): boolean {
    return running.has(this)
  }

  /** To the process and whatever it has started. */
  signal(signal: NodeJS.Signals): void {
    try {
      if (this.#child.pid) process.kill(-this.#child.pid, signal)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.isRunning) return
    this.signal(signal)
    const impatient = setTimeout(() => this.signal('SIGKILL'), patienceMs)
    await this.exited
    clearTimeout(impatient)
  }

  /** The end of what it said. */
  get lastWords(): string {
    return readFileSync(this.#logFile, 'utf8').split('\n').slice(-15).join('\n')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end('SIGTERM')
  }
}
