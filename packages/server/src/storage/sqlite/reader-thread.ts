/** Reads that may be slow, away from the thread that answers requests. */
import { parentPort, workerData } from 'node:worker_threads'
import { SqliteConnection } from './connection.ts'
import { type Answer, asPlainError, type ReaderRequest } from './thread-messages.ts'

const port = parentPort!
const connection = new SqliteConnection((workerData as { path: string }).path, 'read')

port.on('message', (request: ReaderRequest) => {
  try {
    if (request.kind === 'close') {
      connection.close()
      port.postMessage({ id: request.id, output: null } satisfies Answer)
      return port.close()
    }
    port.postMessage({ id: request.id, output: connection.run(request.statement) } satisfies Answer)
  } catch (error) {
    port.postMessage({ id: request.id, error: asPlainError(error) } satisfies Answer)
  }
})
