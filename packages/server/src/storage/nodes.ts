/** The processes that serve one database know of each other, and say when they do not fit together. */
import { DatabaseMistake } from './mistakes.ts'
import type { Db, Storage, StorageLog } from './storage.ts'

const signEveryMs = 10_000
/** Without a sign for so long, it is gone. */
const goneAfterMs = 35_000

export interface NodeSettings {
  id: string
  /** Whether it has the Redis through which bells go from one process to the others. */
  hearsOthers: boolean
  secretDigest: string
  now(): number
  log: StorageLog & { debug(error: unknown): void }
}

export class Nodes {
  readonly #db: Db
  readonly #isShared: boolean
  readonly #me: NodeSettings
  #timer: NodeJS.Timeout | undefined
  #hasWarned = false

  constructor(storage: Storage, me: NodeSettings) {
    this.#db = storage.db
    this.#isShared = storage.engine === 'mysql'
    this.#me = me
  }

  /** @throws DatabaseMistake when another process here signs sessions with another key. */
  async join(): Promise<void> {
    if (!this.#isShared) return
    const others = await this.#others()
    if (others.some(({ secret_digest }) => secret_digest !== this.#me.secretDigest))
      throw new DatabaseMistake(
        'Another ChatApp on this database signs sessions with another key, so people would be signed out at each other request. Give all of them the same SECRET (the first one keeps its own in DATA_DIR/secret), or wait half a minute if it has just been stopped.',
      )
    await this.#sign()
    this.#timer = setInterval(() => {
      this.#sign().catch((error) => this.#me.log.debug(error))
    }, signEveryMs)
  }

  async leave(): Promise<void> {
    if (this.#timer === undefined) return
    clearInterval(this.#timer)
    this.#timer = undefined
    try {
      await this.#db.deleteFrom('nodes').where('id', '=', this.#me.id).execute()
    } catch (error) {
      // The others see it go when its signs stop.
      this.#me.log.debug(error)
    }
  }

  async #sign(): Promise<void> {
    const { id, now, hearsOthers, secretDigest } = this.#me
    const row = { id, seen_at: now(), hears_others: hearsOthers ? 1 : 0, secret_digest: secretDigest }
    await this.#db.replaceInto('nodes').values(row).execute()
    await this.#db
      .deleteFrom('nodes')
      .where('seen_at', '<', now() - 10 * goneAfterMs)
      .execute()
    const others = await this.#others()
    const isDeaf =
      others.length > 0 && !(hearsOthers && others.every(({ hears_others }) => hears_others === 1))
    if (isDeaf && !this.#hasWarned)
      this.#me.log.warn(
        `${others.length + 1} processes serve this database, and not all of them have REDIS_URL: who is at one hears of messages sent through another only with the next heartbeat. Give all of them the same REDIS_URL.`,
      )
    this.#hasWarned = isDeaf
  }

  #others() {
    return livingNodes(this.#db, this.#me.now()).where('id', '!=', this.#me.id).execute()
  }
}

/** How many processes serve this database now. One that was killed counts for half a minute more. */
export async function countNodes(db: Db, now: number): Promise<number> {
  return (await livingNodes(db, now).execute()).length
}

const livingNodes = (db: Db, now: number) =>
  db
    .selectFrom('nodes')
    .select(['hears_others', 'secret_digest'])
    .where('seen_at', '>', now - goneAfterMs)
