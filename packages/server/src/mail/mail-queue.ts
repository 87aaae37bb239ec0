/** Mails wait in the database until a mail server has taken them; no request waits for them. */
import type { Log, Runtime } from '../runtime.ts'
import type { Storage } from '../storage/storage.ts'
import { mailQueries, type WaitingMail } from './mail-queries.ts'

export type { WaitingMail }

export interface Mail {
  to: string
  subject: string
  text: string
  html: string
}

export interface MailQueueDeps {
  storage: Storage
  runtime: Pick<Runtime, 'now' | 'newId'> & { log: Pick<Log, 'warn' | 'debug' | 'error'> }
  /** Hands a mail to the mail server. */
  send(mail: Mail): Promise<void>
  /** Writes a mail when it is about to be sent; null when nobody should get it any more. */
  write(waiting: WaitingMail): Promise<Mail | null>
}

const lookEveryMs = 5000
/** Whoever has taken a mail and not sent it by then has died. */
const claimMs = 60_000
const firstPauseMs = 5000
const longestPauseMs = 300_000
/** What could not be sent by then is of no use to anybody. */
const giveUpAfterMs = 3_600_000
const atOnce = 20

export class MailQueue {
  readonly #deps: MailQueueDeps
  readonly #queries
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | null = null
  #mustLookAgain = false
  #isClosed = false

  constructor(deps: MailQueueDeps) {
    this.#deps = deps
    this.#queries = mailQueries(deps.storage.db)
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), lookEveryMs)
    this.#look()
  }

  /** @param address where it goes when that is not the person's own one. */
  async add(purpose: WaitingMail['purpose'], userKey: number, address?: string): Promise<void> {
    const { newId, now } = this.#deps.runtime
    await this.#queries.add({ id: newId(), purpose, user_key: userKey, address: address ?? null }, now())
    this.#look()
  }

  /** What is under way is sent; the rest waits for another process, or the next start. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#timer)
    await this.#looking
  }

  /** Sends what is due, one look at a time. */
  #look(): void {
    this.#mustLookAgain = true
    this.#looking ??= this.#sendDue()
      .catch((error) => this.#deps.runtime.log.debug(error))
      .finally(() => {
        this.#looking = null
      })
  }

  async #sendDue(): Promise<void> {
    const { now } = this.#deps.runtime
    while (this.#mustLookAgain) {
      this.#mustLookAgain = false
      for (const mail of await this.#queries.due(now(), atOnce)) {
        if (this.#isClosed) return
        if (await this.#queries.claim(mail, now() + claimMs)) await this.#sendOne(mail)
      }
    }
  }

  async #sendOne(waiting: WaitingMail): Promise<void> {
    const { id, purpose, created_at } = waiting
    const { runtime, send, write } = this.#deps
    try {
      const mail = await write(waiting)
      if (mail !== null) await send(mail)
      await this.#queries.remove(id)
    } catch (error) {
      const age = runtime.now() - created_at
      if (isRefusal(error) || age > giveUpAfterMs) {
        runtime.log.warn(`A mail (${purpose}) could not be sent and is given up: ${(error as Error).message}`)
        await this.#queries.remove(id)
        return
      }
      runtime.log.warn(`A mail (${purpose}) waits for the mail server: ${(error as Error).message}`)
      // As long again as it has waited already.
      await this.#queries.postpone(id, runtime.now() + Math.min(longestPauseMs, Math.max(firstPauseMs, age)))
    }
  }
}

/** The mail server has understood, and will not take it however often it is asked. */
function isRefusal(error: unknown): boolean {
  const { responseCode = 0 } = error as { responseCode?: number }
  return responseCode >= 500 && responseCode < 600
}
