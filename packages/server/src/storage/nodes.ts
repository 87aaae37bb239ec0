/** The processes that serve one database know of each other, and say when they do not fit together. */
import { DatabaseMistake } from './mistakes.ts'
import type { Db, Storage, StorageLog } from './storage.ts'

const signEveryMs = 10_000
/** Without a sign for so long, it is gone. */
const goneAfterMs = 35_000

/** How a process does, by its own word. */
export interface NodeFigures {
  version: string
  startedAt: number
  /** Now, like the people who have them. */
  sockets: number
  people: number
  /** In its last whole minute. */
  sends: number
  /** Null without any. */
  sendP99Us: number | null
}

export interface NodeSettings {
  id: string
  /** Whether it has the Redis through which bells go from one process to the others. */
  hearsOthers: boolean
  secretDigest: string
  figures(): NodeFigures
  now(): number
  log: StorageLog & { debug(error: unknown): void }
}

export class Nodes {
  readonly #db: Db
  readonly #isShared: boolean
  readonly #me: NodeSettings
  #timer: NodeJS.Timeout | undefined
  #hasWarned = false
  #others: (NodeFigures & { id: string })[] = []

  constructor(storage: Storage, me: NodeSettings) {
    this.#db = storage.db
    this.#isShared = storage.engine === 'mysql'
    this.#me = me
  }

  get id(): string {
    return this.#me.id
  }

  /** The other processes, as of the last sign of this one; seconds old. */
  get others(): readonly (NodeFigures & { id: string })[] {
    return this.#others
  }

  /** @throws DatabaseMistake when another process here signs sessions with another key. */
  async join(): Promise<void> {
    if (!this.#isShared) return
    const others = await this.#look()
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
    const { version, startedAt, sockets, people, sends, sendP99Us } = this.#me.figures()
    const row = {
      ...{ id, seen_at: now(), hears_others: hearsOthers ? 1 : 0, secret_digest: secretDigest },
      ...{ version, started_at: startedAt, sockets, people, sends, send_p99_us: sendP99Us },
    }
    await this.#db.replaceInto('nodes').values(row).execute()
    await this.#db
      .deleteFrom('nodes')
      .where('seen_at', '<', now() - 10 * goneAfterMs)
      .execute()
    const others = await this.#look()
    this.#others = others.map((other) => ({
      id: other.id,
      version: other.version ?? '',
      startedAt: other.started_at ?? 0,
      sockets: other.sockets ?? 0,
      people: other.people ?? 0,
      sends: other.sends ?? 0,
      sendP99Us: other.send_p99_us,
    }))
    const isDeaf =
      others.length > 0 && !(hearsOthers && others.every(({ hears_others }) => hears_others === 1))
    if (isDeaf && !this.#hasWarned)
      this.#me.log.warn(
        `${others.length + 1} processes serve this database, and not all of them have REDIS_URL: who is at one hears of messages sent through another only with the next heartbeat. Give all of them the same REDIS_URL.`,
      )
    this.#hasWarned = isDeaf
  }

  #look() {
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
    .select(['id', 'hears_others', 'secret_digest'])
    .select(['version', 'started_at', 'sockets', 'people', 'sends', 'send_p99_us'])
    .where('seen_at', '>', now - goneAfterMs)
