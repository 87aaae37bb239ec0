// One model, replaced piece by piece, and the snapshots that a user interface draws from it.
import type { Instance, Me } from '@chatapp/contract'
import { apply, type ChatEvent } from './apply.ts'
import type { Runtime } from './client-runtime.ts'
import { confirmSends, type PendingSend } from './pending-send.ts'
import { createSnapshots, type Snapshot } from './snapshot.ts'
import { type ChatState, emptyState } from './state.ts'
import { type Windows, withoutJoined } from './windows.ts'

/**
 * `stopped`: not started. `connecting`: on the way. `online`: bells ring. `waiting`: out of reach, tried again by
 * itself. `signedOut`: somebody has to sign in. `refused`: the server does not accept this origin.
 */
export type ClientStatus = 'stopped' | 'connecting' | 'online' | 'waiting' | 'signedOut' | 'refused'

/** What a request for history is for. */
export type Load = 'latest' | 'around' | 'older' | 'newer' | 'fill'

export interface Model {
  readonly status: ClientStatus
  readonly me: Me | null
  readonly instance: Instance | null
  readonly state: ChatState
  readonly sends: readonly PendingSend[]
  /** By peer, the requests for history on their way. */
  readonly loads: ReadonlyMap<string, readonly Load[]>
  readonly windows: Windows
  /** The server answered last that it cannot serve right now. */
  readonly isUnavailable: boolean
}

export interface Store {
  get(): Model
  set(patch: Partial<Model>): void
  /** Applies events to the state in one step. */
  commit(...events: readonly ChatEvent[]): void
  /** Called after changes, once for all that happen in one go. */
  subscribe(listener: () => void): () => void
  getSnapshot(): Snapshot
  /** Ends when the claim holds, or the signal aborts. */
  until(claim: (model: Model) => boolean, signal: AbortSignal): Promise<void>
}

export function createStore(runtime: Pick<Runtime, 'now'>): Store {
  const listeners = new Set<() => void>()
  const snapshotOf = createSnapshots()
  let isTelling = false
  let model: Model = {
    status: 'stopped',
    me: null,
    instance: null,
    state: emptyState(''),
    sends: [],
    loads: new Map(),
    windows: new Map(),
    isUnavailable: false,
  }

  function set(patch: Partial<Model>) {
    const isUnchanged = (Object.keys(patch) as (keyof Model)[]).every((key) => patch[key] === model[key])
    if (isUnchanged) return
    model = { ...model, ...patch }
    if (isTelling) return
    isTelling = true
    queueMicrotask(() => {
      isTelling = false
      for (const listener of [...listeners]) listener()
    })
  }

  function subscribe(listener: () => void) {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }

  return {
    get: () => model,
    set,
    commit(...events) {
      const sends = confirmSends(model.sends, events.flatMap(messagesOf), runtime.now(), model.state.epoch)
      const state = events.reduce(apply, model.state)
      set({ state, sends, windows: withoutJoined(model.windows, state) })
    },
    subscribe,
    getSnapshot: () => snapshotOf(model),
    until(claim, signal) {
      if (claim(model) || signal.aborted) return Promise.resolve()
      return new Promise((resolve) => {
        const unsubscribe = subscribe(() => claim(model) && end())
        function end() {
          unsubscribe()
          signal.removeEventListener('abort', end)
          resolve()
        }
        signal.addEventListener('abort', end)
      })
    },
  }
}

function messagesOf(event: ChatEvent) {
  if (event.type === 'page') return event.page.items
  return 'message' in event ? [event.message] : []
}
