// Pages of history: the latest, those around a number, older and newer ones, and those that fill a hole. None of them
// touches the cursor.
import { limits } from '@chatapp/contract'
import { missingPage, needsLatest, type PageQuery } from './missing-pages.ts'
import { holds, holeToFill } from './ranges.ts'
import type { Rest } from './rest.ts'
import type { Retry } from './retry.ts'
import { type ChatState, changedPeers } from './state.ts'
import type { Load, Store } from './store.ts'
import { showAround, showNewest, shownOf } from './windows.ts'

export interface Pages {
  /** An answer with messages of this peer may still land. */
  isUnderWay(peer: string): boolean
  /** Shows the newest end, or the part around a number, and has it loaded. */
  open(peer: string, around?: number): Promise<void>
  older(peer: string): Promise<void>
  newer(peer: string): Promise<void>
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

const workersMax = 3
const reopenedMax = 20

export function createPages({ rest, store, retry, signal }: PagesOptions): Pages {
  const opened = new Set<string>(store.get().windows.keys())
  const loading = new Map<string, Promise<void>>()
  const toCatchUp = new Set<string>()
  let workers = 0
  let seen = store.get().state

  const state = (): ChatState => store.get().state
  const pageSize = (): number => Math.min(limits.pageMax, store.get().instance?.messagesToLoad ?? 15)

  /** Gives false when the answer was void, because everything started from nothing meanwhile. */
  async function load(peer: string, kind: Load, query: PageQuery): Promise<boolean> {
    const { generation } = state()
    const { before, after } = query
    setLoads(peer, (known) => [...known, kind])
    try {
      const ask = () => rest.call('listMessages', { query: { with: peer, ...query } }, { signal })
      const page = await retry.run(ask, signal)
      if (state().generation !== generation) return false
      store.commit({ type: 'page', peer, page, before, after })
      return true
    } finally {
      setLoads(peer, (known) => known.toSpliced(known.indexOf(kind), 1))
    }
  }

  function setLoads(peer: string, change: (known: readonly Load[]) => readonly Load[]) {
    const loads = new Map(store.get().loads)
    const next = change(loads.get(peer) ?? [])
    if (next.length > 0) loads.set(peer, next)
    else loads.delete(peer)
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
      const isValid = await load(peer, 'latest', { limit: pageSize() })
      if (isValid && state().histories.get(peer) === before) return
    }
  }

  async function loadAround(peer: string, around: number) {
    await store.until((model) => model.state.epoch !== null, signal)
    while (!signal.aborted && store.get().windows.get(peer) === around) {
      const before = state().histories.get(peer)
      if (holds(before?.held ?? [], around)) return
      const isValid = await load(peer, 'around', { around, limit: limits.pageDefault })
      if (isValid && state().histories.get(peer) === before) return
    }
  }

  async function loadShown(peer: string) {
    const around = store.get().windows.get(peer)
    if (around !== undefined) await once(`around ${peer} ${around}`, () => loadAround(peer, around))
    await once(`latest ${peer}`, () => loadLatest(peer))
  }

  async function loadBeside(peer: string, kind: 'older' | 'newer') {
    const range = shownOf(store.get(), peer)
    if (!range || (kind === 'older' ? range.first <= 1 : !store.get().windows.has(peer))) return
    const bound = kind === 'older' ? { before: range.first } : { after: range.last }
    const page = async () => {
      await load(peer, kind, { ...bound, limit: limits.pageDefault })
    }
    await once(`${kind} ${peer} ${bound.before ?? bound.after}`, page)
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
      const query = missingPage(store.get(), peer, pageSize())
      if (!query) return
      const isValid = await load(peer, 'fill', query)
      // What came by another road meanwhile may have brought it, and left another page missing.
      const isUnchanged = isValid && state().histories.get(peer) === before
      if (isUnchanged && isSamePage(query, missingPage(store.get(), peer, pageSize()))) return
    }
  }

  function catchUp(peers: Iterable<string>) {
    for (const peer of peers) toCatchUp.add(peer)
    for (let more = Math.min(workersMax - workers, toCatchUp.size); more > 0; more--) void work()
  }

  const unsubscribe = store.subscribe(() => {
    const before = seen
    seen = state()
    const { windows } = store.get()
    const holed = [...changedPeers(before, seen)].filter((peer) => {
      const held = seen.histories.get(peer)?.held ?? []
      return holeToFill(held) ?? holeToFill(held, windows.get(peer))
    })
    if (holed.length > 0) catchUp(holed)
  })
  signal.addEventListener('abort', unsubscribe)
  // What an earlier session left unfinished.
  catchUp([...seen.histories.keys()].filter((peer) => missingPage(store.get(), peer, pageSize())))

  return {
    isUnderWay: (peer) => store.get().loads.has(peer),
    async open(peer, around) {
      opened.delete(peer)
      opened.add(peer)
      const { windows } = store.get()
      const isWindow = around !== undefined
      store.set({
        windows: isWindow ? showAround(windows, state(), peer, around) : showNewest(windows, peer),
      })
      // What is here of a window already may stand beside a hole that nobody has looked at.
      if (isWindow && holeToFill(state().histories.get(peer)?.held ?? [], around)) catchUp([peer])
      await loadShown(peer)
      await store.until((model) => model.state.isComplete, signal)
    },
    older: (peer) => loadBeside(peer, 'older'),
    newer: (peer) => loadBeside(peer, 'newer'),
    catchUp,
    reopen() {
      for (const peer of [...opened].slice(-reopenedMax)) loadShown(peer).catch(() => {})
    },
  }
}

const isSamePage = (a: PageQuery, b: PageQuery | null): boolean =>
  a.after === b?.after && a.limit === b?.limit
