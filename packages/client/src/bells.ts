// Bells that wait for their turn, by their place in the feed.
import { limits, type ServerFrame } from '@chatapp/contract'

export type Bell = Extract<ServerFrame, { seq: number }>
type CreatedBell = Extract<Bell, { type: 'message.created' }>

const waitingMax = 1000

export interface Bells {
  add(bell: Bell): void
  /** Forgets everything at or below the cursor. */
  dropTo(cursor: number): void
  next(cursor: number): Bell | null
  /** The bells for new messages that follow on the cursor without a hole, as many as one request may ask for. */
  createdRun(cursor: number): CreatedBell[]
  clear(): void
  readonly size: number
}

export function createBells(): Bells {
  const waiting = new Map<number, Bell>()
  return {
    add(bell) {
      // Beyond this the feed is cheaper anyway, and it needs none of them.
      if (waiting.size >= waitingMax) waiting.clear()
      if (!waiting.has(bell.seq)) waiting.set(bell.seq, bell)
    },
    dropTo(cursor) {
      for (const seq of waiting.keys()) if (seq <= cursor) waiting.delete(seq)
    },
    next: (cursor) => waiting.get(cursor + 1) ?? null,
    createdRun(cursor) {
      const run: CreatedBell[] = []
      for (let seq = cursor + 1; run.length < limits.idsMax; seq++) {
        const bell = waiting.get(seq)
        if (bell?.type !== 'message.created') break
        run.push(bell)
      }
      return run
    },
    clear: () => waiting.clear(),
    get size() {
      return waiting.size
    },
  }
}
