// Sends in order, one on its way per conversation, tried again by itself with the same ID.
import { ApiError, askedWaitMs, isCode, isRetryable } from './api-error.ts'
import { createBackoff } from './backoff.ts'
import { createWait, type Runtime } from './client-runtime.ts'
import { confirmed, keepMs, type OutboxStore, type PendingSend, updateSend } from './pending-send.ts'
import type { Rest } from './rest.ts'
import type { Store } from './store.ts'

export interface OutboxOptions {
  rest: Rest
  store: Store
  runtime: Runtime
  disk: OutboxStore
}

export interface Outbox {
  /** Sends what is pending from this person, until the signal aborts; what is pending then stays. */
  start(from: string, signal: AbortSignal): void
  /** Makes the message's ID and shows it as pending at once. Gives the ID. */
  send(from: string, to: string, body: string): string
  retry(id: string): void
  discard(id: string): void
  /** Offers again what another life of the database confirmed in the last 24 h, or, after a loss, everything. */
  offerAgain(isLoss: boolean): void
  /** Forgets everything this person sent. */
  forget(from: string): void
  isSending(to: string): boolean
  /** Ends the waits after failures. */
  wake(): void
}

export function createOutbox({ rest, store, runtime, disk }: OutboxOptions): Outbox {
  const pause = createWait(runtime)
  let session = { from: '', signal: AbortSignal.abort(), lanes: new Set<string>() }
  let loaded: Promise<void> | null = null
  let isLoaded = false
  let isSaving = false
  let saved: readonly PendingSend[] = []

  const sends = (): readonly PendingSend[] => store.get().sends

  function update(id: string, change: (send: PendingSend) => PendingSend) {
    store.set({ sends: updateSend(sends(), id, change) })
  }

  /** A send that a bell confirmed while its answer was awaited stays confirmed. */
  function leaveSending(id: string, change: (send: PendingSend) => PendingSend) {
    update(id, (send) => (send.state === 'sending' ? change(send) : send))
  }

  async function load() {
    const known = await disk.load().catch((): readonly PendingSend[] => [])
    const present = new Set(sends().map(({ id }) => id))
    const old = known.filter((send) => !present.has(send.id)).map(queued)
    saved = known
    store.set({ sends: [...old, ...sends()] })
    isLoaded = true
  }

  async function save() {
    if (!isLoaded || isSaving) return
    isSaving = true
    while (sends() !== saved) {
      saved = sends()
      // A full or forbidden disk costs what a reload would have kept, nothing else.
      await disk.save(saved).catch(() => {})
    }
    isSaving = false
  }

  function nextFor(to: string): PendingSend | undefined {
    return sends().find((send) => send.state === 'queued' && send.from === session.from && send.to === to)
  }

  function pump() {
    const { from, signal, lanes } = session
    if (signal.aborted || !isLoaded) return
    for (const { state, to, from: sender } of sends()) {
      if (state !== 'queued' || sender !== from || lanes.has(to)) continue
      lanes.add(to)
      void runLane(to, signal).finally(() => {
        lanes.delete(to)
        pump()
      })
    }
  }

  async function runLane(to: string, signal: AbortSignal) {
    const backoff = createBackoff(runtime)
    for (let send = nextFor(to); send && !signal.aborted; send = nextFor(to)) {
      const { id, body, expiresAt } = send
      if (runtime.now() >= expiresAt) {
        update(id, (known) => ({ ...known, state: 'failed', problem: null }))
        continue
      }
      update(id, (known) => ({ ...known, state: 'sending' }))
      try {
        const message = await rest.call('sendMessage', { body: { id, to, body } }, { signal })
        store.commit({ type: 'sent', message })
        // An answer that names another message would otherwise leave this one on its way for ever.
        leaveSending(id, (known) => confirmed(known, runtime.now(), store.get().state.epoch))
      } catch (error) {
        if (signal.aborted) return
        if (isCode(error, 'unauthenticated')) return leaveSending(id, queued)
        if (!isRetryable(error)) {
          const problem = error instanceof ApiError ? error.problem : null
          leaveSending(id, (known) => ({ ...known, state: 'failed', problem }))
          continue
        }
        leaveSending(id, queued)
        await pause.wait(Math.max(backoff.next(), askedWaitMs(error)), signal)
      }
    }
  }

  store.subscribe(() => void save())

  return {
    start(from, signal) {
      session = { from, signal, lanes: new Set() }
      const stopSending = () => {
        if (sends().some(({ state }) => state === 'sending')) store.set({ sends: sends().map(queued) })
      }
      signal.addEventListener('abort', stopSending, { once: true })
      loaded ??= load()
      void loaded.then(() => {
        const now = runtime.now()
        const kept = sends().filter((send) => send.state !== 'confirmed' || send.expiresAt > now)
        if (kept.length < sends().length) store.set({ sends: kept })
        pump()
      })
    },
    send(from, to, body) {
      const madeAt = runtime.now()
      const send: PendingSend = {
        id: runtime.newId(),
        from,
        to,
        body,
        madeAt,
        expiresAt: madeAt + keepMs,
        state: 'queued',
        problem: null,
      }
      store.set({ sends: [...sends(), send] })
      pump()
      return send.id
    },
    retry(id) {
      const send = sends().find((known) => known.id === id)
      if (send?.state !== 'failed') return
      const again: PendingSend = {
        ...send,
        state: 'queued',
        problem: null,
        expiresAt: runtime.now() + keepMs,
        isOfferedAgain: false,
      }
      // Its turn has passed: what was written after it may be on the server already.
      store.set({ sends: [...sends().filter((known) => known.id !== id), again] })
      pump()
    },
    discard(id) {
      store.set({ sends: sends().filter((send) => send.id !== id || send.state === 'sending') })
    },
    offerAgain(isLoss) {
      const { from } = session
      void loaded?.then(() => {
        const now = runtime.now()
        const { epoch } = store.get().state
        const isDue = (send: PendingSend) =>
          send.state === 'confirmed' &&
          send.from === from &&
          send.expiresAt > now &&
          (isLoss || send.epoch !== epoch)
        if (!sends().some(isDue)) return
        const again = (send: PendingSend): PendingSend => ({ ...send, state: 'queued', isOfferedAgain: true })
        store.set({ sends: sends().map((send) => (isDue(send) ? again(send) : send)) })
        pump()
      })
    },
    forget(from) {
      store.set({ sends: sends().filter((send) => send.from !== from) })
    },
    isSending: (to) => sends().some((send) => send.state === 'sending' && send.to === to),
    wake: pause.poke,
  }
}

const queued = (send: PendingSend): PendingSend =>
  send.state === 'sending' ? { ...send, state: 'queued' } : send
