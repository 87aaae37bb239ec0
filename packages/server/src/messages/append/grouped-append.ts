/** Waits for company: what arrives while a group is being committed is committed together. */
import type { ServerFrame } from '@chatapp/contract'
import type {
  Append,
  Mark,
  MarkOutcome,
  MarkState,
  Send,
  SendOutcome,
  Tell,
  Write,
  Written,
} from './append.ts'

/** How an engine likes its groups. */
export interface GroupWriter {
  /** So many are worth a second group while one is under way. */
  readonly worthwhile: number
  /** Commits a group, or a part of it. @returns what became of each write, in order; an error for one that failed alone. */
  commit(writes: Write[]): Promise<(Written | Error)[]>
}

const groupMax = 128
/** Below what one statement may carry, whatever the bodies. */
const groupMaxCharacters = 1_000_000

interface Waiting {
  write: Write
  settle(written: Written, tell: Tell): void
  fail(error: unknown): void
}

export class GroupedAppend implements Append {
  readonly #writer: GroupWriter
  readonly #tell: Tell
  #waiting: Waiting[] = []
  #underWay = 0
  #isGathering = false

  constructor(writer: GroupWriter, tell: Tell) {
    this.#writer = writer
    this.#tell = tell
  }

  send(send: Send): Promise<SendOutcome> {
    const { id, from, to, body, replyTo, createdAt } = send
    const write: Write = { kind: 'send', id, fromKey: from.key, toKey: to.key, body, replyTo, createdAt }
    return this.#enqueue(write, (written, tell) => {
      if (written.kind === 'created') {
        tell(from.key, [{ type: 'message.created', id, seq: written.fromSeq }])
        tell(to.key, [{ type: 'message.created', id, seq: written.toSeq }])
        return { kind: 'created', number: written.number, createdAt: written.createdAt }
      }
      if (written.kind === 'repeated' && written.heads) {
        tell(from.key, [{ type: 'behind', head: written.heads.from }])
        tell(to.key, [{ type: 'behind', head: written.heads.to }])
      }
      return { kind: written.kind } as SendOutcome
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
      const isDue =
        this.#underWay === 0 ? count > 0 : this.#underWay === 1 && count >= this.#writer.worthwhile
      if (isDue) void this.#commit(this.#waiting.splice(0, fitting(this.#waiting)))
    })
  }

  async #commit(group: Waiting[]): Promise<void> {
    this.#underWay++
    // While this one is on its way, there may be enough for another.
    if (this.#waiting.length > 0) this.#gather()
    try {
      this.#settle(group, await this.#writer.commit(group.map(({ write }) => write)))
    } catch (error) {
      for (const { fail } of group) fail(error)
    }
    this.#underWay--
    this.#gather()
  }

  /** Each person is told once for the whole group, before anyone gets an answer. */
  #settle(group: Waiting[], written: (Written | Error)[]): void {
    const framesOf = new Map<number, ServerFrame[]>()
    const collect: Tell = (userKey, frames) => {
      const collected = framesOf.get(userKey)
      if (collected) collected.push(...frames)
      else framesOf.set(userKey, frames)
    }
    for (const [i, { settle, fail }] of group.entries()) {
      const outcome = written[i]!
      if (outcome instanceof Error) fail(outcome)
      else settle(outcome, collect)
    }
    for (const [userKey, frames] of framesOf) this.#tell(userKey, frames)
  }
}

/** How many of those who wait go together: bounded in number and in size, and at least one. */
function fitting(waiting: Waiting[]): number {
  let characters = 0
  for (const [i, { write }] of waiting.entries()) {
    if (write.kind === 'send') characters += write.body.length
    if (i === groupMax || (i > 0 && characters > groupMaxCharacters)) return i
  }
  return waiting.length
}

const marksFrame = (peer: string, state: MarkState): ServerFrame => ({ type: 'marks', with: peer, ...state })
