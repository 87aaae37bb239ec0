// What this device tells about reading and holding messages: each at most once per conversation and second.
import type { ClientFrame, Marks } from '@chatapp/contract'
import { createWait, type Runtime } from './client-runtime.ts'
import { holds } from './ranges.ts'
import type { Rest } from './rest.ts'
import type { Retry } from './retry.ts'
import { type ChatState, changedPeers, messageAt } from './state.ts'
import type { Store } from './store.ts'

export interface ReadMarks {
  /** Moves the read mark up; the latest number wins. */
  mark(peer: string, number: number): void
}

interface MarksOptions {
  store: Store
  runtime: Runtime
  signal: AbortSignal
}

const everyMs = 1000

export function createReadMarks(
  options: MarksOptions & { rest: Rest; retry: Retry; onMarks(marks: Marks): void },
): ReadMarks {
  const { rest, store, runtime, retry, signal, onMarks } = options
  const pause = createWait(runtime)
  const wanted = new Map<string, number>()
  const lanes = new Set<string>()

  async function runLane(peer: string) {
    while (wanted.has(peer) && !signal.aborted) {
      let number = 0
      const put = () => {
        number = Math.max(number, wanted.get(peer) ?? 0)
        wanted.delete(peer)
        return rest.call('markRead', { params: { username: peer }, body: { number } }, { signal })
      }
      await retry.run(put, signal).then(onMarks, () => {})
      await pause.wait(everyMs, signal)
    }
    lanes.delete(peer)
  }

  return {
    mark(peer, number) {
      const read = store.get().state.conversations.get(peer)?.readNumber ?? 0
      if (number <= Math.max(read, wanted.get(peer) ?? 0)) return
      wanted.set(peer, number)
      if (lanes.has(peer)) return
      lanes.add(peer)
      void runLane(peer)
    },
  }
}

const acksPerTurn = 10

/** Tells the server which of the peers' messages are on this device. Gives what to do at each `hello`. */
export function createAcks({
  store,
  runtime,
  signal,
  send,
}: MarksOptions & { send(frame: ClientFrame): boolean }) {
  const told = new Map<string, number>()
  const due = new Map<string, number>()
  let timer: unknown = null
  let seen = store.get().state

  function consider(peers: Iterable<string>) {
    for (const peer of peers) {
      const number = deliveredTo(seen, peer)
      if (number > (told.get(peer) ?? 0)) due.set(peer, number)
    }
    if (due.size > 0 && timer === null) flush()
  }

  function flush() {
    timer = null
    let left = acksPerTurn
    for (const [peer, number] of due) {
      if (left === 0 || !send({ type: 'ack', with: peer, number })) break
      due.delete(peer)
      told.set(peer, number)
      left -= 1
    }
    if (left < acksPerTurn) timer = runtime.setTimeout(flush, everyMs)
  }

  const unsubscribe = store.subscribe(() => {
    const before = seen
    seen = store.get().state
    consider(changedPeers(before, seen))
  })
  signal.addEventListener('abort', () => {
    unsubscribe()
    runtime.clearTimeout(timer)
  })

  return {
    /** What was told on a connection that broke may not have arrived: it is told again. */
    onHello() {
      told.clear()
      seen = store.get().state
      consider(seen.histories.keys())
    },
  }
}

/** The peer's newest message, when the newest end is here and the server does not know; else 0. */
function deliveredTo(state: ChatState, peer: string): number {
  const conversation = state.conversations.get(peer)
  const history = state.histories.get(peer)
  if (!conversation || !history || !holds(history.held, conversation.lastNumber)) return 0
  for (let number = conversation.lastNumber; number > conversation.deliveredNumber; number--) {
    const message = messageAt(history, number)
    if (!message || !holds(history.held, number)) return 0
    if ('from' in message && message.from === peer) return number
  }
  return 0
}
