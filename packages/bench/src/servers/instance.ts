/** A whole instance to measure: a folder or a database, people with sessions in it, and the real server on it. */
import { execFile } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { type AddedSession, addSessions } from '@chatapp/server/testing'
import type { BenchPerson } from '../load/people.ts'
import { type MeasuredServer, startServer } from './measured-server.ts'

const root = resolve(import.meta.dirname, '../../../..')
const dataRoot = resolve(import.meta.dirname, '../../data')
const secret = 'a secret of the benchmark that nobody else uses'

export interface InstanceOptions {
  people: number
  seed: number
  /** Of everybody; one that nobody knows unless given. */
  password?: string
  /** How many of them are signed in; everyone unless given. */
  sessions?: number
  nodeOptions?: string[]
  /** Where everything is kept; a file of its own unless given. */
  databaseUrl?: string
  /** How many processes serve it; one unless given. */
  nodes?: number
  redisUrl?: string
  /** Whose server it is; this checkout's unless given. */
  checkout?: string
  /** Fills the database before the server starts. */
  fill?(databaseUrl: string, people: readonly BenchPerson[]): Promise<void>
}

export interface Instance extends AsyncDisposable {
  /** The only one, or the first. */
  server: MeasuredServer
  servers: MeasuredServer[]
  databaseUrl: string
  people: BenchPerson[]
}

/** A folder on the disk that the checkout is on: a system's own temporary folder may be memory. */
export function makeDataDir(): string {
  mkdirSync(dataRoot, { recursive: true })
  return mkdtempSync(join(dataRoot, 'run-'))
}

/**
 * People come from `chatapp seed`, as many as wanted; their sessions are rows written before the server starts, with
 * cookies signed by its secret: a sign-up costs a slow hash, and is not what is measured.
 */
export async function startInstance(options: InstanceOptions): Promise<Instance> {
  const command = resolve(options.checkout ?? root, 'packages/server/src/cli/chatapp.ts')
  await using stack = new AsyncDisposableStack()
  const dataDir = makeDataDir()
  stack.defer(() => rmSync(dataDir, { recursive: true, force: true }))
  const databaseUrl = options.databaseUrl ?? `sqlite:${join(dataDir, 'chatapp.db')}`
  const env = {
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    REDIS_URL: options.redisUrl ?? '',
    SECRET: secret,
    RATE_LIMIT: 'off',
    LOG_LEVEL: 'error',
    HOST: '127.0.0.1',
    PORT: '0',
    PUBLIC_URL: '',
  }
  const seedArgs = ['seed', '--people', String(options.people), '--seed', String(options.seed)]
  if (options.password !== undefined) seedArgs.push('--password', options.password)
  await promisify(execFile)(process.execPath, [command, ...seedArgs], { env: { ...process.env, ...env } })
  const people = (await addSessions(databaseUrl, options.sessions ?? options.people)).map(toPerson)
  await options.fill?.(databaseUrl, people)
  const servers: MeasuredServer[] = []
  for (let node = 0; node < (options.nodes ?? 1); node++)
    servers.push(
      stack.use(
        await startServer({ file: command, args: ['serve'], env, nodeOptions: options.nodeOptions ?? [] }),
      ),
    )
  const open = stack.move()
  return {
    server: servers[0]!,
    servers,
    databaseUrl,
    people,
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

const toPerson = ({ username, token }: AddedSession): BenchPerson => ({
  username,
  cookie: `chatapp=${encodeURIComponent(sign(token))}`,
})

const sign = (token: string): string =>
  `${token}.${createHmac('sha256', secret).update(token).digest('base64')}`
