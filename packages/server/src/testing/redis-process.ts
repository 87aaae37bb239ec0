/** A Redis of one test's own, to be killed, stopped and started again on the same port. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { freePort } from './free-port.ts'
import { temporaryFolder } from './temporary-folder.ts'

export interface RedisProcess extends AsyncDisposable {
  readonly port: number
  readonly url: string
  /** Until it takes connections; for one that was killed. */
  start(): Promise<void>
  kill(): Promise<void>
  /** Stops it where it stands, with its connections open, or lets it go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void
}

/** @param settings of redis-server, such as `--requirepass`, `secret`. */
export async function startRedis(settings: string[] = []): Promise<RedisProcess> {
  // Somebody else may take a port that was free a moment ago.
  for (let tries = 1; ; tries++) {
    try {
      return await startOn(await freePort(), settings)
    } catch (error) {
      if (tries === 3) throw error
    }
  }
}

async function startOn(port: number, settings: string[]): Promise<RedisProcess> {
  const folder = temporaryFolder()
  let child: ChildProcess
  const redis: RedisProcess = {
    port,
    url: `redis://127.0.0.1:${port}`,
    async start() {
      const place = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder.path, '--save', '']
      child = spawn('redis-server', [...place, ...settings])
      for await (const line of createInterface({ input: child.stdout! })) {
        if (line.includes('Ready to accept connections')) return void child.stdout!.resume()
      }
      throw new Error('redis-server has ended')
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
    signal: (signal) => void child.kill(signal),
    async [Symbol.asyncDispose]() {
      await redis.kill()
      folder[Symbol.dispose]()
    },
  }
  await redis.start()
  return redis
}
