/** Waits for company: what arrives while a group is being committed is committed together. */
import type { ServerFrame } from '@chatapp/contract'
import type { Storage } from '../../storage/storage.ts'
import type { Append, Mark, MarkOutcome, MarkState, Send, SendOutcome, Tell } from './append.ts'
import type { Write, Written } from './sqlite-job.ts'

const job = new URL('./sqlite-job.ts', import.meta.url)
const groupMax = 128
/** So many are worth an fsync of their own: they lie before the writer while it is at another group, so it never idles. */
const worthwhile = 32

interface Waiting {
  write: Write
  settle(written: Written, tell: Tell): void
  fail(error: unknown): void
}

export class SqliteAppend implements Append {
  readonly #storage: Storage
  readonly #tell: Tell
  #waiting: Waiting[] = []
  #underWay = 0
  #isGathering = false

  constructor(storage: Storage, tell: Tell) {
    this.#storage = storage
    this.#tell = tell
  }

  send(send: Send): Promise<SendOutcome> {
    const { id, from, to, body, replyTo, createdAt } = send
    const write: Write = { kind: 'send', id, fromKey: from.key, toKey: to.key, body, replyTo, createdAt }
    return this.#enqueue(write, (written, tell) => {
      if (written.kind !== 'created') return written as SendOutcome
      tell(from.key, [{ type: 'message.created', id, seq: written.fromSeq }])
      tell(to.key, [{ type: 'message.created', id, seq: written.toSeq }])
      return { kind: 'created', number: written.number }
    })
  }

  markRead = (mark: Mark): Promise<MarkOutcome> => this.#mark('read', mark)
  markDelivered = (mark: Mark): Promise<MarkOutcome> => this.#mark('delivered', mark)

  #mark(kind: 'read' | 'delivered', { by, peer, number }: Mark): Promise<MarkOutcome> {
    const write: Write = { kind, userKey: by.key, peerKey: peer.key, number }
    return this.#enqueue(write, (written, tell) => {
      if (written.kind !== 'marked') return written as MarkOutcome
      if (written.mine) tell(by.key, [marksFrame(peer.username, written.mine)])
      if (written.peers) tell(peer.key, [marksFrame(by.username, written.peers)])
      return { kind: 'marked', mine: written.state }
    })
  }

  #enqueue<T>(write: Write, read: (written: Written, tell: Tell) => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({
        write,
        settle: (written, tell) => resolve(read(written, tell)),
        fail: reject,
      })
      this.#gather()
    })
  }

  /** Those whose requests were read in the same turn of the event loop go together. */
  #gather(): void {
    if (this.#isGathering) return
    this.#isGathering = true
    setImmediate(() => {
      this.#isGathering = false
      const count = this.#waiting.length
      const isDue = this.#underWay === 0 ? count > 0 : this.#underWay === 1 && count >= worthwhile
      if (isDue) void this.#commit(this.#waiting.splice(0, groupMax))
    })
  }

  async #commit(group: Waiting[]): Promise<void> {
    this.#underWay++
    try {
      const writes = group.map(({ write }) => write)
      this.#settle(group, await this.#storage.runJob<Written[]>(job, writes))
    } catch (error) {
      for (const { fail } of group) fail(error)
    }
    this.#underWay--
    this.#gather()
  }

  /** Each person is told once for the whole group, before anyone gets an answer. */
  #settle(group: Waiting[], written: Written[]): void {
    const framesOf = new Map<number, ServerFrame[]>()
    const collect: Tell = (userKey, frames) => {
      const collected = framesOf.get(userKey)
      if (collected) collected.push(...frames)
      else framesOf.set(userKey, frames)
    }
    for (const [i, { settle }] of group.entries()) settle(written[i]!, collect)
    for (const [userKey, frames] of framesOf) this.#tell(userKey, frames)
  }
}

const marksFrame = (peer: string, state: MarkState): ServerFrame => ({ type: 'marks', with: peer, ...state })
