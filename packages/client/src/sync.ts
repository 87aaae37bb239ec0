// Owns the cursor: "everything at or below it is applied". One thing after the other, whatever arrives meanwhile.
import type { ServerFrame } from '@chatapp/contract'
import { askedWaitMs, isRetryable } from './api-error.ts'
import { createBackoff } from './backoff.ts'
import { type Bell, createBells } from './bells.ts'
import { catchUp, loadAll, type Start } from './catch-up.ts'
import { createWait, type Runtime } from './client-runtime.ts'
import type { Pages } from './pages.ts'
import type { Rest } from './rest.ts'
import type { Store } from './store.ts'
import { takeBells } from './take-bells.ts'

export interface SyncOptions {
  rest: Rest
  store: Store
  runtime: Runtime
  pages: Pages
  /** Ends everything. */
  signal: AbortSignal
  /** An own send's answer may still land. */
  isSending(peer: string): boolean
  /** The list has come from nothing. `isLoss`: the server knows less than it once told. */
  onLoaded(isLoss: boolean): void
  /** What should never happen. */
  onError(error: unknown): void
}

export interface Sync {
  /** Frames of the socket. Types it does not know are ignored. */
  take(frame: ServerFrame): void
  /** The feed is known to reach this place: if its bell does not ring soon, the feed is asked. */
  hear(seq: number): void
  /** Ends a wait after a failure. */
  wake(): void
}

/** How long a hole waits for its frame. */
const holeMs = 50
/** How many conversations get their newest page at a first start, so that delivery can be acknowledged. */
const firstPagesMax = 30

export function createSync(options: SyncOptions): Sync {
  const { rest, store, runtime, pages, signal, isSending } = options
  const bells = createBells()
  const idle = createWait(runtime)
  const afterFailure = createWait(runtime)
  const backoff = createBackoff(runtime)
  const isUnderWay = (peer: string): boolean => pages.isUnderWay(peer) || isSending(peer)
  const context = { rest, store, bells, signal, isUnderWay }
  let start: Start | null = null
  let heardSeq = 0
  let mustAskFeed = false
  let isLoss = false
  let holeSince: number | null = null
  let pokes = 0

  function take(frame: ServerFrame) {
    switch (frame.type) {
      case 'hello':
        takeHello(frame)
        break
      case 'beat':
        // Its head may be older than the last bell, or newer than one about to ring.
        if (frame.head < store.get().state.cursor) mustAskFeed = true
        heardSeq = Math.max(heardSeq, frame.head)
        break
      case 'behind':
        takeHead(frame.head)
        break
      case 'message.created':
      case 'message.changed':
      case 'conversation.changed':
      case 'marks':
        takeBell(frame)
        break
      default:
        return
    }
    pokes += 1
    idle.poke()
  }

  function takeHello({ head, epoch }: Start) {
    const { state } = store.get()
    if (state.isComplete && state.epoch === epoch) takeHead(head)
    else startFrom({ head, epoch })
  }

  /** Above the cursor: something was missed. Below it may only be late: the feed knows whether to start over. */
  function takeHead(head: number) {
    if (head !== store.get().state.cursor) mustAskFeed = true
  }

  /** Bells before it are below the head, or in the feed above it. */
  function startFrom(from: Start) {
    bells.clear()
    start = from
    heardSeq = 0
  }

  function takeBell(bell: Bell) {
    if (bell.seq > store.get().state.cursor || !store.get().state.isComplete) bells.add(bell)
  }

  async function run() {
    while (!signal.aborted) {
      const before = pokes
      try {
        const waitMs = await step()
        if (waitMs !== 0 && pokes === before) await idle.wait(waitMs, signal)
      } catch (error) {
        if (signal.aborted) return
        if (!isRetryable(error)) {
          mustAskFeed = true
          options.onError(error)
        }
        await afterFailure.wait(Math.max(backoff.next(), askedWaitMs(error)), signal)
      }
    }
  }

  /** Does the next thing. Gives how long to wait for the one after it; null: until something arrives. */
  async function step(): Promise<number | null> {
    const { state } = store.get()
    if (start) return startOver(start)
    if (!state.isComplete) return null
    if (mustAskFeed) return askFeed()
    bells.dropTo(state.cursor)
    if (bells.next(state.cursor)) {
      holeSince = null
      if (!(await takeBells(context))) mustAskFeed = true
      return 0
    }
    if (bells.size > 0 || heardSeq > state.cursor) return waitForHole()
    holeSince = null
    return null
  }

  function waitForHole(): number {
    const now = runtime.now()
    holeSince ??= now
    const left = holeSince + holeMs - now
    if (left > 0) return left
    holeSince = null
    mustAskFeed = true
    return 0
  }

  async function askFeed(): Promise<number> {
    // What is told while the feed is read counts anew.
    mustAskFeed = false
    heardSeq = 0
    holeSince = null
    const result = await catchUp(context).catch((error: unknown) => {
      mustAskFeed = true
      throw error
    })
    if ('start' in result) {
      isLoss = true
      if (!start) startFrom(result.start)
    } else pages.catchUp(result.peers)
    return 0
  }

  async function startOver(from: Start): Promise<number> {
    await loadAll(context, from)
    // A hello that came meanwhile, of the same life, told nothing that the feed does not.
    if (start?.epoch === from.epoch) start = null
    mustAskFeed = true
    pages.reopen()
    pages.catchUp(undelivered())
    options.onLoaded(isLoss)
    isLoss = false
    return 0
  }

  function undelivered(): string[] {
    return store
      .getSnapshot()
      .conversations.filter(
        ({ unread, deliveredNumber, lastNumber }) => unread > 0 && deliveredNumber < lastNumber,
      )
      .slice(0, firstPagesMax)
      .map(({ peer }) => peer.username)
  }

  void run()
  return {
    take,
    hear(seq) {
      heardSeq = Math.max(heardSeq, seq)
      pokes += 1
      idle.poke()
    },
    wake: afterFailure.poke,
  }
}
