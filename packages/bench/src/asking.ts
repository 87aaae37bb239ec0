/** Questions to another process and their answers, over the channel that `fork` opens. */
import type { ChildProcess } from 'node:child_process'

type Answerer = (input: never) => unknown

interface Question {
  questionId: number
  name: string
  input: unknown
}

type Answer = { questionId: number } & ({ output: unknown } | { failure: string })

/** In the child: answers what the parent asks. */
export function answerParent(answerers: Record<string, Answerer>): void {
  process.on('message', async ({ questionId, name, input }: Question) => {
    const answerer = answerers[name]
    if (!answerer) return
    try {
      process.send!({ questionId, output: await answerer(input as never) } satisfies Answer)
    } catch (error) {
      process.send!({ questionId, failure: (error as Error).stack ?? String(error) } satisfies Answer)
    }
  })
  // Whoever asked is gone, so nobody would end this process either.
  process.on('disconnect', () => process.exit(0))
}

/** In the parent: asks a child, and fails when the child ends before it answers. */
export class Asker {
  readonly #child: ChildProcess
  readonly #open = new Map<number, { resolve: (output: never) => void; reject: (error: Error) => void }>()
  #lastId = 0

  constructor(child: ChildProcess) {
    this.#child = child
    child.on('message', (answer) => this.#settle(answer as Answer))
    child.on('exit', (code, signal) => this.#failAll(`it ended with ${signal ?? code}`))
    child.on('error', ({ message }) => this.#failAll(message))
  }

  ask<T>(name: string, input?: unknown): Promise<T> {
    const questionId = ++this.#lastId
    return new Promise<T>((resolve, reject) => {
      if (!this.#child.connected) return reject(new Error(`cannot ask for ${name}: the process has ended`))
      this.#open.set(questionId, { resolve, reject })
      this.#child.send({ questionId, name, input } satisfies Question)
    })
  }

  #settle(answer: Answer): void {
    const question = this.#open.get(answer.questionId)
    this.#open.delete(answer.questionId)
    if ('failure' in answer) question?.reject(new Error(answer.failure))
    else question?.resolve(answer.output as never)
  }

  #failAll(reason: string): void {
    for (const { reject } of this.#open.values())
      reject(new Error(`no answer from a child process: ${reason}`))
    this.#open.clear()
  }
}
