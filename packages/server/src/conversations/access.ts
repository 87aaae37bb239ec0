/** The only door: whom a person may read, and whom they may write to. */
import type { Suspensions } from '../accounts/suspensions.ts'
import type { RateLimits } from '../http/rate-limits.ts'
import { Refused, refuseField } from '../http/refused.ts'
import type { Caller } from '../http/route.ts'
import type { Person, Usernames } from '../people/usernames.ts'
import type { Db } from '../storage/storage.ts'
import { conversationQueries } from './conversations-queries.ts'

const keepMax = 200_000

/** Two people as the tables order them. */
export interface Pair {
  readonly lowKey: number
  readonly highKey: number
}

export const pairOf = (one: number, other: number): Pair =>
  one < other ? { lowKey: one, highKey: other } : { lowKey: other, highKey: one }

export class Access {
  readonly #usernames: Usernames
  readonly #queries
  readonly #rateLimits: RateLimits
  readonly #suspensions: Pick<Suspensions, 'has'>
  /** Conversations that exist. None ever ceases to, or its keys went with it and are nobody's again. */
  readonly #begun = new Set<string>()

  constructor(db: Db, usernames: Usernames, rateLimits: RateLimits, suspensions: Pick<Suspensions, 'has'>) {
    this.#usernames = usernames
    this.#queries = conversationQueries(db)
    this.#rateLimits = rateLimits
    this.#suspensions = suspensions
  }

  /** Somebody else, by username. @throws Refused `not_found`. */
  async requirePeer(caller: Caller, username: string): Promise<Person> {
    const peer = await this.#usernames.find(username)
    if (!peer || peer.key === caller.key) throw new Refused('not_found')
    return peer
  }

  /**
   * Somebody whom the caller may write to now.
   * @param wasTaken whether this very message was taken before: then it may be sent again, whatever holds now.
   * @throws Refused `not_found`; `validation_failed` for oneself; `not_accepting` for who is suspended, or was deleted;
   * `rate_limited` for too many new people.
   */
  async requireWritable(caller: Caller, username: string, wasTaken: () => Promise<boolean>): Promise<Person> {
    const peer = await this.#usernames.find(username)
    if (!peer) throw new Refused('not_found')
    if (peer.key === caller.key) throw refuseField('/to', 'not_allowed')
    const isClosed = peer.isGone || this.#suspensions.has(peer.key)
    if (isClosed && !(await wasTaken())) throw new Refused('not_accepting')
    if (!(await this.#hasBegun(caller.key, peer.key))) this.#rateLimits.take('newConversations', caller.key)
    return peer
  }

  async #hasBegun(callerKey: number, peerKey: number): Promise<boolean> {
    const { lowKey, highKey } = pairOf(callerKey, peerKey)
    const pair = `${lowKey} ${highKey}`
    if (this.#begun.has(pair)) return true
    if (!(await this.#queries.hasBegun(callerKey, peerKey))) return false
    if (this.#begun.size >= keepMax) this.#begun.clear()
    this.#begun.add(pair)
    return true
  }
}
