// Pages of history: the latest, older ones, and those that fill a hole. None of them touches the cursor.

import { limits } from '@chatapp/contract'
import { holds, holeToFill, shownRange } from './ranges.ts'
import type { Rest } from './rest.ts'
import type { Retry } from './retry.ts'
import { type ChatState, changedPeers } from './state.ts'
import type { Load, Store } from './store.ts'

export interface Pages {
  /** An answer with messages of this peer may still land. */
  isUnderWay(peer: string): boolean
  open(peer: string): Promise<void>
  older(peer: string): Promise<void>
  /** Fetches in the background what is missing at the newest end. */
  catchUp(peers: Iterable<string>): void
  /** After a start from nothing, loads the chats that were open. */
  reopen(): void
}

interface PagesOptions {
  rest: Rest
  store: Store
  retry: Retry
  signal: AbortSignal
}

interface PageQuery {
  before?: number
  after?: number
  limit: number
}

const workersMax = 3
const reopenedMax = 20

export function createPages({ rest, store, retry, signal }: PagesOptions): Pages {
  const opened = new Set<string>()
  const loading = new Map<string, Promise<void>>()
  const toCatchUp = new Set<string>()
  let workers = 0
  let seen = store.get().state

  const state = (): ChatState => store.get().state
  const pageSize = (): number => Math.min(limits.pageMax, store.get().instance?.messagesToLoad ?? 15)

  /** Gives false when the answer was void, because everything started from nothing meanwhile. */
  async function load(peer: string, query: PageQuery, kind: Partial<Load> = {}): Promise<boolean> {
    const { generation } = state()
    const { before, after } = query
    mark(peer, 1, kind)
    try {
      const ask = () => rest.call('listMessages', { query: { with: peer, ...query } }, { signal })
      const page = await retry.run(ask, signal)
      if (state().generation !== generation) return false
      store.commit({ type: 'page', peer, page, before, after })
      return true
    } finally {
      mark(peer, -1, kind)
    }
  }

  function mark(peer: string, change: 1 | -1, kind: Partial<Load>) {
    const loads = new Map(store.get().loads)
    const known = loads.get(peer) ?? { pages: 0, isLatest: false, isOlder: false }
    const pages = known.pages + change
    const isOn = change === 1
    if (pages === 0) loads.delete(peer)
    else
      loads.set(peer, {
        pages,
        isLatest: kind.isLatest ? isOn : known.isLatest,
        isOlder: kind.isOlder ? isOn : known.isOlder,
      })
    store.set({ loads })
  }

  function once(key: string, task: () => Promise<void>): Promise<void> {
    const known = loading.get(key)
    if (known) return known
    const started = task().finally(() => loading.delete(key))
    loading.set(key, started)
    return started
  }

  async function loadLatest(peer: string) {
    // A page read before the head was is not covered by the feed.
    await store.until((model) => model.state.epoch !== null, signal)
    while (!signal.aborted && needsLatest(state(), peer, pageSize())) {
      const before = state().histories.get(peer)
      const isValid = await load(peer, { limit: pageSize() }, { isLatest: true })
      if (isValid && state().histories.get(peer) === before) return
    }
  }

  async function loadOlder(peer: string) {
    const range = shownRange(state().histories.get(peer)?.held ?? [])
    if (!range || range.first <= 1) return
    await load(peer, { before: range.first, limit: limits.pageDefault }, { isOlder: true })
  }

  async function work() {
    workers += 1
    for (const peer of toCatchUp) {
      toCatchUp.delete(peer)
      await once(`fill ${peer}`, () => fill(peer)).catch(() => {})
      if (signal.aborted) break
    }
    workers -= 1
  }

  async function fill(peer: string) {
    for (;;) {
      const before = state().histories.get(peer)
      const query = missing(state(), peer, pageSize())
      if (!query || !(await load(peer, query))) return
      if (state().histories.get(peer) === before) return
    }
  }

  function catchUp(peers: Iterable<string>) {
    for (const peer of peers) toCatchUp.add(peer)
    for (let more = Math.min(workersMax - workers, toCatchUp.size); more > 0; more--) void work()
  }

  const unsubscribe = store.subscribe(() => {
    const before = seen
    seen = state()
    const holed = [...changedPeers(before, seen)].filter((peer) =>
      holeToFill(seen.histories.get(peer)?.held ?? []),
    )
    if (holed.length > 0) catchUp(holed)
  })
  signal.addEventListener('abort', unsubscribe)
  // What an earlier session left unfinished.
  catchUp([...seen.histories.keys()].filter((peer) => missing(seen, peer, pageSize())))

  return {
    isUnderWay: (peer) => (store.get().loads.get(peer)?.pages ?? 0) > 0,
    async open(peer) {
      opened.delete(peer)
      opened.add(peer)
      await once(`latest ${peer}`, () => loadLatest(peer))
      await store.until((model) => model.state.isComplete, signal)
    },
    older: (peer) => once(`older ${peer}`, () => loadOlder(peer)),
    catchUp,
    reopen() {
      for (const peer of [...opened].slice(-reopenedMax))
        once(`latest ${peer}`, () => loadLatest(peer)).catch(() => {})
    },
  }
}

function needsLatest(state: ChatState, peer: string, size: number): boolean {
  const history = state.histories.get(peer)
  const top = history?.held.at(-1)
  const lastNumber = state.conversations.get(peer)?.lastNumber ?? 0
  if (!top) return !history?.isLoaded || lastNumber > 0
  if (top.last < lastNumber) return true
  return top.first > 1 && top.last - top.first + 1 < size
}

/** The next page towards a history without a small hole up to the newest message; null: nothing is missing. */
export function missing(state: ChatState, peer: string, size: number): PageQuery | null {
  const held = state.histories.get(peer)?.held ?? []
  const lastNumber = state.conversations.get(peer)?.lastNumber ?? 0
  const top = held.at(-1)
  if (lastNumber > 0 && !holds(held, lastNumber)) {
    const missed = lastNumber - (top?.last ?? 0)
    return { limit: top ? Math.max(1, Math.min(limits.pageMax, missed)) : size }
  }
  const hole = holeToFill(held)
  return hole && { after: hole.first - 1, limit: Math.min(limits.pageMax, hole.last - hole.first + 1) }
}
