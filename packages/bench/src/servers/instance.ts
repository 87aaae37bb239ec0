/** A whole instance to measure: a folder, people with sessions in it, and the real server on it. */
import { execFile } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import type { BenchPerson } from '../load/people.ts'
import { type MeasuredServer, startServer } from './measured-server.ts'

const root = resolve(import.meta.dirname, '../../../..')
const dataRoot = resolve(import.meta.dirname, '../../data')
const secret = 'a secret of the benchmark that nobody else uses'

export interface InstanceOptions {
  people: number
  seed: number
  /** How many of them are signed in; everyone unless given. */
  sessions?: number
  nodeOptions?: string[]
  /** Whose server it is; this checkout's unless given. */
  checkout?: string
  /** Fills the database before the server starts. */
  fill?(databaseUrl: string, people: readonly BenchPerson[]): Promise<void>
}

export interface Instance extends AsyncDisposable {
  server: MeasuredServer
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
  const dataDir = makeDataDir()
  const env = {
    DATA_DIR: dataDir,
    DATABASE_URL: '',
    SECRET: secret,
    RATE_LIMIT: 'off',
    LOG_LEVEL: 'error',
    HOST: '127.0.0.1',
    PORT: '0',
    PUBLIC_URL: '',
  }
  const seedArgs = ['seed', '--people', String(options.people), '--seed', String(options.seed)]
  await promisify(execFile)(process.execPath, [command, ...seedArgs], { env: { ...process.env, ...env } })
  const people = signIn(join(dataDir, 'chatapp.db'), options.sessions ?? options.people)
  await options.fill?.(`sqlite:${join(dataDir, 'chatapp.db')}`, people)
  const server = await startServer({
    file: command,
    args: ['serve'],
    env,
    nodeOptions: options.nodeOptions ?? [],
  })
  return {
    server,
    people,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Sessions of a day, as a sign-in leaves them. */
function signIn(path: string, count: number): BenchPerson[] {
  using database = new DatabaseSync(path)
  const users = database.prepare('SELECT id, username FROM auth_user ORDER BY username LIMIT ?').all(count)
  const insert = database.prepare(`
    INSERT INTO auth_session (id, token, user_id, expires_at, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)`)
  const now = new Date().toISOString()
  const tomorrow = new Date(Date.now() + 24 * 3_600_000).toISOString()
  database.exec('BEGIN')
  const people = users.map((user) => {
    const token = randomBytes(24).toString('base64url')
    insert.run(randomBytes(16).toString('hex'), token, user.id as string, tomorrow, now, now)
    return { username: user.username as string, cookie: `chatapp=${encodeURIComponent(sign(token))}` }
  })
  database.exec('COMMIT')
  return people
}

const sign = (token: string): string =>
  `${token}.${createHmac('sha256', secret).update(token).digest('base64')}`
