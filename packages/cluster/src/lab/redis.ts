import { join } from 'node:path'
import { Child } from './child.ts'
import { freePorts } from './free-ports.ts'
import type { LabFolder } from './lab-folder.ts'
import { isListening } from './listening.ts'
import { until } from './until.ts'

export interface Redis extends AsyncDisposable {
  readonly url: string
}

/** A Redis of one's own, which keeps nothing: bells are heard now or not at all. */
export async function startRedis(lab: LabFolder): Promise<Redis> {
  const [port] = await freePorts(1)
  const parameters = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no']
  const child = new Child('redis-server', parameters, { logFile: join(lab.path, 'redis.log'), cwd: lab.path })
  await until('Redis', () => isListening(port!), 10)
  return { url: `redis://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => child.end('SIGTERM') }
}
