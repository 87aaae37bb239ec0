/**
 * The one thread that writes. It takes turns: a job (a group of hot writes, one commit), a single statement,
 * or a lease (somebody else's transaction, statement by statement, rolled back when it lasts too long).
 */
import { parentPort, workerData } from 'node:worker_threads'
import { SqliteConnection, type Statement } from './connection.ts'
import {
  type Answer,
  asPlainError,
  type Job,
  type WriterOptions,
  type WriterRequest,
} from './thread-messages.ts'

const port = parentPort!
const options = workerData as WriterOptions
const connection = new SqliteConnection(options.path, 'write')
const jobs = new Map<string, Job>()
const waiting: WriterRequest[] = []
let lease: { id: number; timer: NodeJS.Timeout } | null = null
let isWorking = false

port.on('message', (request: WriterRequest) => {
  if (request.kind === 'statement' && request.lease !== null) return inLease(request)
  if (request.kind === 'end') return endLease(request)
  waiting.push(request)
  void work()
})

async function work(): Promise<void> {
  if (isWorking) return
  isWorking = true
  while (lease === null && waiting.length > 0) {
    const request = waiting.shift()!
    try {
      reply(request, await take(request))
      if (request.kind === 'close') port.close()
    } catch (error) {
      fail(request, error)
    }
  }
  isWorking = false
}

async function take(request: WriterRequest): Promise<unknown> {
  switch (request.kind) {
    case 'statement':
      return connection.run(request.statement)
    case 'job':
      return inTransaction(await findJob(request.module), request.input)
    case 'begin':
      connection.database.exec('BEGIN IMMEDIATE')
      lease = { id: request.id, timer: setTimeout(expireLease, options.leaseMs) }
      return request.id
    case 'close':
      connection.close()
      return null
    case 'end':
      throw new Error('a lease ends where it began')
  }
}

/** A job says which of its writes went wrong itself; what it throws undoes the whole group. */
function inTransaction(job: (input: unknown) => unknown, input: unknown): unknown {
  connection.database.exec('BEGIN IMMEDIATE')
  try {
    const output = job(input)
    connection.database.exec('COMMIT')
    return output
  } catch (error) {
    rollBack()
    throw error
  }
}

async function findJob(module: string): Promise<(input: unknown) => unknown> {
  const known = jobs.get(module)
  if (known) return known
  const { prepareJob } = (await import(module)) as { prepareJob: (db: typeof connection.database) => Job }
  const job = prepareJob(connection.database)
  jobs.set(module, job)
  return job
}

function inLease(request: WriterRequest & { kind: 'statement' }): void {
  try {
    // SQLite itself rolls back when the disk is full; what comes then must not be written on its own.
    if (lease?.id !== request.lease || !connection.database.isTransaction) throw new LeaseExpired()
    reply(request, connection.run(request.statement as Statement))
  } catch (error) {
    fail(request, error)
  }
}

function endLease(request: WriterRequest & { kind: 'end' }): void {
  try {
    if (lease?.id !== request.lease) throw new LeaseExpired()
    if (request.commit) connection.database.exec('COMMIT')
    else rollBack()
    reply(request, null)
  } catch (error) {
    if (lease?.id === request.lease) rollBack()
    fail(request, error)
  } finally {
    if (lease?.id === request.lease) giveBackLease()
  }
}

class LeaseExpired extends Error {
  readonly hasExpired = true
  constructor() {
    super('the transaction took too long and was rolled back')
  }
}

function expireLease(): void {
  rollBack()
  giveBackLease()
}

function giveBackLease(): void {
  clearTimeout(lease?.timer)
  lease = null
  void work()
}

function rollBack(): void {
  if (connection.database.isTransaction) connection.database.exec('ROLLBACK')
}

function reply(request: WriterRequest, output: unknown): void {
  port.postMessage({ id: request.id, output } satisfies Answer)
}

function fail(request: WriterRequest, error: unknown): void {
  port.postMessage({ id: request.id, error: asPlainError(error) } satisfies Answer)
}
