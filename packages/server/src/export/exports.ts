/** All that is kept of a person, as a file that is written while it is read: never all of it in memory. */
import { Readable } from 'node:stream'
import type { AccountDeps } from '../accounts/accounts-rules.ts'
import { readMe } from '../accounts/accounts-rules.ts'
import { requireFresh } from '../accounts/confirming.ts'
import { listSessions } from '../accounts/own-sessions.ts'
import { listTokens } from '../accounts/own-tokens.ts'
import { readSecondFactor } from '../accounts/second-factor-rules.ts'
import { byThemselves, record } from '../audit/audit.ts'
import { Refused } from '../http/refused.ts'
import { type Caller, type Handlers, Reply } from '../http/route.ts'
import { attachmentHeaders } from '../http/security-headers.ts'
import { countMessages, everyConversation, type InboxDeps } from '../inbox/inbox-rules.ts'
import { type WholeHistory, wholeHistory } from '../messages/whole-history.ts'
import { readAvatar } from '../people/profile-rules.ts'
import type { Log } from '../runtime.ts'
import type { About, ExportFormat } from './export-format.ts'
import { htmlExport } from './html-export.ts'
import { jsonExport } from './json-export.ts'

export interface ExportDeps {
  accounts: AccountDeps
  inbox: InboxDeps['queries']
  log: Pick<Log, 'error'>
}

/** Who asks while theirs is being written may well ask again so soon. */
const retryAfterSeconds = 10

export class Exports {
  readonly #deps: ExportDeps
  readonly #history: WholeHistory
  /** Whose is being written by this process; null until its stream is there. */
  readonly #open = new Map<number, Readable | null>()

  constructor(deps: ExportDeps) {
    this.#deps = deps
    this.#history = wholeHistory(deps.accounts.storage.scans)
  }

  readonly routes: Handlers<'exportData'> = {
    exportData: (caller, { query }, { address }) =>
      this.#begin(caller, address, query.format === 'html' ? htmlExport : jsonExport),
  }

  /** Those under way break off. */
  close(): void {
    for (const stream of this.#open.values()) stream?.destroy()
  }

  /** @throws Refused `reauthentication_required`; `rate_limited` while another one of theirs is being written. */
  async #begin(caller: Caller, address: string, format: ExportFormat): Promise<Reply<Readable>> {
    await requireFresh(this.#deps.accounts, caller)
    if (this.#open.has(caller.key)) throw new Refused('rate_limited', { retryAfter: retryAfterSeconds })
    this.#open.set(caller.key, null)
    const release = () => void this.#open.delete(caller.key)
    try {
      const about = await this.#readAbout(caller)
      await this.#record(caller, address, format)
      const stream = Readable.from(this.#write(caller, about, format, release), { objectMode: false })
      // Also when nobody has read any of it.
      stream.once('close', release)
      // The answer breaks off then: its status was sent long before.
      stream.once('error', (error) => this.#deps.log.error(error))
      this.#open.set(caller.key, stream)
      const fileName = `chatapp-${caller.username}-${about.exportedAt.slice(0, 10)}.${format.extension}`
      return new Reply(200, stream, {
        'content-type': format.contentType,
        'x-total-messages': String(about.totalMessages),
        ...attachmentHeaders(fileName),
      })
    } catch (error) {
      release()
      throw error
    }
  }

  async #record({ key }: Caller, address: string, { extension }: ExportFormat): Promise<void> {
    const { storage, runtime } = this.#deps.accounts
    const detail = { format: extension }
    await record(storage.db, runtime, { action: 'exported', ...byThemselves(key, address), detail })
  }

  async #readAbout(caller: Caller): Promise<About> {
    const { accounts, inbox } = this.#deps
    const profile = await readMe(accounts, caller.key)
    const [secondFactor, { items: sessions }, { items: tokens }, totalMessages, picture] = await Promise.all([
      readSecondFactor(accounts, caller),
      listSessions(accounts, caller),
      listTokens(accounts, caller),
      countMessages(inbox, caller),
      this.#readPicture(profile.avatarUrl),
    ])
    const exportedAt = new Date(accounts.runtime.now()).toISOString()
    return { exportedAt, profile, picture, secondFactor, sessions, tokens, totalMessages }
  }

  /** @returns null for who has none, or has just taken it away. */
  async #readPicture(url: string | null): Promise<Uint8Array | null> {
    const id = url?.split('/').at(-1)
    if (id === undefined) return null
    return readAvatar(this.#deps.accounts, id).catch((error) => {
      if (error instanceof Refused) return null
      throw error
    })
  }

  async *#write(caller: Caller, about: About, format: ExportFormat, onEnd: () => void) {
    try {
      yield Buffer.from(format.begin(about))
      let isFirst = true
      for await (const { peerKey, conversation } of everyConversation(this.#deps.inbox, caller)) {
        const { lastMessage: _, draft: __, ...known } = conversation
        yield Buffer.from(format.beginConversation(known, isFirst))
        isFirst = false
        const peer = { key: peerKey, username: known.peer.username }
        let isBeginning = true
        for await (const messages of this.#history(caller, peer, known.lastNumber)) {
          yield Buffer.from(format.messages(messages, about, known, isBeginning))
          isBeginning = false
        }
        yield Buffer.from(format.endConversation())
      }
      yield Buffer.from(format.end())
    } finally {
      onEnd()
    }
  }
}
