/** People who send to each other as fast as they are answered, as the protocol tells clients to, and note every answer. */
import { EventEmitter, once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { ApiError, createRest, NetworkError, type Rest, systemRuntime } from '@chatapp/client'
import type { Attempt, TestPerson } from '@chatapp/server/testing'

/** Shorter than a client's back-off, so that a gap is measured and not the wait. */
const retryMs = () => 50 + Math.random() * 150
const readBackEvery = 10

export class Load {
  readonly attempts: Attempt[] = []
  acknowledged = 0
  /** Sends that were asked for once more, with the same ID. */
  retried = 0
  /** What no retry can mend. */
  readonly refused: string[] = []
  /** Acknowledged messages that their sender asked for right afterwards and did not get. */
  readonly notFound: string[] = []
  readonly #acknowledgements = new EventEmitter<{ askedAt: [ms: number] }>()
  readonly #stopping = new AbortController()
  #lanes: Promise<unknown> = Promise.resolve()

  /** Each person writes to two others, in lanes of their own: one send at a time in each. */
  static begin(url: string, people: readonly TestPerson[]): Load {
    const load = new Load()
    const lanes = people.flatMap((person, i) => [
      [person, people[i ^ 1]!] as const,
      [person, people[(i + 2) % people.length]!] as const,
    ])
    load.#lanes = Promise.all(lanes.map(([from, to]) => load.#lane(restOf(url, from), from, to)))
    return load
  }

  /** Ends when something that was asked for after now is acknowledged. @returns how long it took, in seconds. */
  async whenAcknowledged(patienceSeconds = 60): Promise<number> {
    const since = performance.now()
    const signal = AbortSignal.timeout(patienceSeconds * 1000)
    for (;;) {
      const [askedAt] = await once(this.#acknowledgements, 'askedAt', { signal })
      if (askedAt > since) return (performance.now() - since) / 1000
    }
  }

  /** Ends when every send has its answer. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#lanes
  }

  async #lane(rest: Rest, from: TestPerson, to: TestPerson): Promise<void> {
    for (let count = 1; !this.#stopping.signal.aborted; count++) {
      const attempt: Attempt = {
        id: systemRuntime.newId(),
        from: from.username,
        to: to.username,
        body: `${from.username} to ${to.username}, ${count}`,
        number: null,
      }
      this.attempts.push(attempt)
      if (!(await this.#send(rest, attempt))) return
      if (count % readBackEvery === 0) await this.#readBack(rest, attempt.id)
    }
  }

  /** @returns whether it was taken in the end. */
  async #send(rest: Rest, attempt: Attempt): Promise<boolean> {
    const { id, to, body } = attempt
    for (;;) {
      const askedAt = performance.now()
      try {
        attempt.number = (await rest.call('sendMessage', { body: { id, to, body } })).number
        this.acknowledged++
        this.#acknowledgements.emit('askedAt', askedAt)
        return true
      } catch (error) {
        if (!isRetryable(error)) {
          this.refused.push(`${id} from ${attempt.from}: ${error}`)
          return false
        }
        this.retried++
        await pause(retryMs())
      }
    }
  }

  async #readBack(rest: Rest, id: string): Promise<void> {
    try {
      await rest.call('getMessage', { params: { id } })
    } catch (error) {
      if (!isRetryable(error)) this.notFound.push(`${id}: ${error}`)
    }
  }
}

function restOf(baseUrl: string, { cookie }: TestPerson): Rest {
  return createRest({ baseUrl, fetch, headers: { cookie: cookie! }, runtime: systemRuntime })
}

const isRetryable = (error: unknown) =>
  error instanceof NetworkError ||
  (error instanceof ApiError && (error.status >= 500 || error.code === 'rate_limited'))
