/** A server in a process of its own, with a probe inside. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Asker } from '../asking.ts'
import type { MemoryUse, ProcessUse } from './probe.ts'

const probe = new URL('./probe.ts', import.meta.url).href

export interface ServerStart {
  file: string
  args?: string[]
  env?: Record<string, string>
  /** Options for Node itself. */
  nodeOptions?: string[]
}

export class MeasuredServer implements AsyncDisposable {
  readonly port: number
  readonly #child: ChildProcess
  readonly #asker: Asker

  constructor(child: ChildProcess, port: number) {
    this.#child = child
    this.#asker = new Asker(child)
    this.port = port
  }

  startWindow = (): Promise<void> => this.#asker.ask('startWindow')
  readWindow = (): Promise<ProcessUse> => this.#asker.ask('readWindow')
  memory = (): Promise<MemoryUse> => this.#asker.ask('memory')

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    await ended
  }
}

/** Starts one and waits for the line in which it says where it is. */
export async function startServer({
  file,
  args = [],
  env = {},
  nodeOptions = [],
}: ServerStart): Promise<MeasuredServer> {
  const child = fork(file, args, {
    execArgv: ['--disable-warning=ExperimentalWarning', '--expose-gc', `--import=${probe}`, ...nodeOptions],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    serialization: 'advanced',
  })
  return new MeasuredServer(child, await readPort(child))
}

function readPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const port = /http:\/\/localhost:(\d+)/.exec(said)?.[1]
      if (port) resolve(Number(port))
    })
    child.once('exit', (code) => reject(new Error(`a server ended with ${code} at its start:\n${said}`)))
  })
}
