import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { type Answer, SqliteError } from './thread-messages.ts'

type Distributed<R> = R extends { id: number } ? Omit<R, 'id'> : never

/** The calling side of a storage thread: a request, a promise, an answer. */
export class StorageThread<R extends { id: number }> {
  readonly #worker: Worker
  readonly #asked = new Map<number, { resolve: (output: never) => void; reject: (error: Error) => void }>()
  #lastId = 0
  #failure: Error | null = null

  constructor(file: URL, workerData: unknown) {
    this.#worker = new Worker(file, { workerData })
    this.#worker.on('message', (answer: Answer) => this.#settle(answer))
    this.#worker.on('error', (error) => this.#fail(error as Error))
    this.#worker.on('exit', () => this.#fail(new Error('the storage thread has ended')))
  }

  ask<T>(request: Distributed<R>): Promise<T> {
    if (this.#failure) return Promise.reject(this.#failure)
    const id = ++this.#lastId
    return new Promise<T>((resolve, reject) => {
      this.#asked.set(id, { resolve, reject })
      this.#worker.postMessage({ ...request, id })
    })
  }

  async close(): Promise<void> {
    if (this.#failure) return
    const ended = once(this.#worker, 'exit')
    await this.ask({ kind: 'close' } as unknown as Distributed<R>)
    await ended
  }

  #settle(answer: Answer): void {
    const asked = this.#asked.get(answer.id)
    this.#asked.delete(answer.id)
    if ('error' in answer) asked?.reject(new SqliteError(answer.error))
    else asked?.resolve(answer.output as never)
  }

  #fail(error: Error): void {
    this.#failure = error
    for (const { reject } of this.#asked.values()) reject(error)
    this.#asked.clear()
  }
}
