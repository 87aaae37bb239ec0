/**
 * People who asked to be deleted go when their days of grace are over: one transaction each, on whichever process comes
 * first. What others have of their conversations stays, and they are told of the name that stands there now.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { removeWaysIn } from '../accounts/leaving-rules.ts'
import { record } from '../audit/audit.ts'
import type { Runtime } from '../runtime.ts'
import type { Storage } from '../storage/storage.ts'
import { transaction } from '../storage/transaction.ts'
import { departureQueries } from './departure-queries.ts'
import type { ProfileNews } from './profile-news.ts'
import { profileQueries } from './profile-queries.ts'
import type { Usernames } from './usernames.ts'

export interface DeparturesDeps {
  storage: Storage
  runtime: Runtime
  usernames: Pick<Usernames, 'forget'>
  news: Pick<ProfileNews, 'look'>
  onSessionEnded(sessionId: string): void
  /** Tells every process that somebody is gone. */
  onGone(userKey: number): void
}

const lookEveryMs = 5 * 60_000
/** Until the next look after one that failed, such as for a lock that a killed process still has. */
const againMs = 5000
/** Processes that hear nothing of each other find who is gone with their next look, long before that. */
const rememberMs = 3_600_000
const atOnce = 1000
/** Between two commits: people who write go first. */
const restMs = 20

export class Departures {
  readonly #deps: DeparturesDeps
  readonly #queries
  #timer: NodeJS.Timeout | undefined
  #again: NodeJS.Timeout | undefined
  #looking: Promise<void> | null = null
  readonly #closing = new AbortController()

  constructor(deps: DeparturesDeps) {
    this.#deps = deps
    this.#queries = departureQueries(deps.storage.db)
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), lookEveryMs)
    this.#look()
  }

  /** Who is on their way out is gone; the others wait for another process, or the next start. */
  async close(): Promise<void> {
    this.#closing.abort()
    clearInterval(this.#timer)
    clearTimeout(this.#again)
    await this.#looking
  }

  #look(): void {
    this.#looking ??= this.#letGo()
      .catch((error) => {
        this.#deps.runtime.log.debug(error)
        if (!this.#closing.signal.aborted) this.#again = setTimeout(() => this.#look(), againMs)
      })
      .finally(() => {
        this.#looking = null
      })
  }

  async #letGo(): Promise<void> {
    const { runtime, usernames } = this.#deps
    const { now } = runtime
    const { signal } = this.#closing
    await this.#queries.forgetDone(now() - rememberMs)
    const due = await this.#queries.due(now(), atOnce)
    usernames.forget(due.flatMap(({ user_key, done_at }) => (done_at === null ? [] : [user_key])))
    for (const { user_key, done_at } of due) {
      if (done_at !== null) continue
      if (signal.aborted) return
      await this.#depart(user_key)
      await sleep(restMs, undefined, { signal })
    }
  }

  async #depart(userKey: number): Promise<void> {
    const { storage, runtime, news, onSessionEnded, onGone } = this.#deps
    const queries = this.#queries
    const profiles = profileQueries(storage.db)
    await transaction(storage, async (trx, afterCommit) => {
      if (!(await queries.take(trx, userKey))) return
      const ended = await removeWaysIn(storage, trx, userKey)
      await queries.blank(trx, userKey, runtime.now())
      await profiles.removeAvatar(trx, userKey)
      await profiles.addNews(trx, userKey)
      await queries.finish(trx, userKey, runtime.now())
      await record(trx, runtime, { action: 'deleted', subjectKey: userKey })
      afterCommit(() => {
        ended.forEach(onSessionEnded)
        onGone(userKey)
        news.look()
      })
    })
  }
}
