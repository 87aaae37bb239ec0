/**
 * Somebody's new name or picture reaches those they talk with: each conversation is stamped, so that devices fetch it.
 * Whom they are is in the database until all have heard, so an end in the middle is only a pause.
 */
import { setTimeout } from 'node:timers/promises'
import type { ServerFrame } from '@chatapp/contract'
import type { Log } from '../runtime.ts'
import { stampConversations } from '../storage/stamps.ts'
import type { Storage } from '../storage/storage.ts'
import { transaction } from '../storage/transaction.ts'
import { profileQueries } from './profile-queries.ts'
import type { Usernames } from './usernames.ts'

export interface ProfileNewsDeps {
  storage: Storage
  usernames: Pick<Usernames, 'nameOf'>
  log: Pick<Log, 'debug'>
  /** Tells somebody's sockets. */
  ring(userKey: number, frames: ServerFrame[]): void
}

/** What another process left behind when it died is found by then. */
const lookEveryMs = 5000
/** So many conversations in one commit: a few milliseconds of the writer, which others wait for. */
const atOnce = 50
/** Between two commits: devices that are told come and ask, and people who write go first. */
const restMs = 100

export class ProfileNews {
  readonly #deps: ProfileNewsDeps
  readonly #queries
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | null = null
  #mustLookAgain = false
  readonly #closing = new AbortController()

  constructor(deps: ProfileNewsDeps) {
    this.#deps = deps
    this.#queries = profileQueries(deps.storage.db)
  }

  start(): void {
    this.#timer = setInterval(() => this.look(), lookEveryMs)
    this.look()
  }

  /** What is under way is committed; the rest waits for another process, or the next start. */
  async close(): Promise<void> {
    this.#closing.abort()
    clearInterval(this.#timer)
    await this.#looking
  }

  /** Tells what there is to tell, one look at a time. */
  look(): void {
    this.#mustLookAgain = true
    this.#looking ??= this.#tellAll()
      .catch((error) => this.#deps.log.debug(error))
      .finally(() => {
        this.#looking = null
      })
  }

  /** Some of each in turn: who talks with thousands does not keep the others waiting. */
  async #tellAll(): Promise<void> {
    const { signal } = this.#closing
    while (this.#mustLookAgain) {
      this.#mustLookAgain = false
      for (const { user_key } of await this.#queries.anyNews()) {
        if (signal.aborted) return
        if (!(await this.#tellSome(user_key))) continue
        this.#mustLookAgain = true
        await setTimeout(restMs, undefined, { signal })
      }
    }
  }

  /** @returns whether there are more. */
  async #tellSome(userKey: number): Promise<boolean> {
    const { storage, usernames, ring } = this.#deps
    const queries = this.#queries
    const username = await usernames.nameOf(userKey)
    return transaction(storage, async (trx, afterCommit) => {
      const afterKey = await queries.takeNews(trx, userKey)
      if (afterKey === undefined) return false
      const peerKeys = await queries.peersAfter(trx, userKey, afterKey, atOnce)
      for (const { userKey: peerKey, seq } of await stampConversations(trx, peerKeys, userKey))
        afterCommit(() => ring(peerKey, [{ type: 'conversation.changed', with: username, seq }]))
      const last = peerKeys.length === atOnce ? peerKeys.at(-1) : undefined
      if (last === undefined) await queries.endNews(trx, userKey)
      else await queries.moveNews(trx, userKey, last)
      return last !== undefined
    })
  }
}
