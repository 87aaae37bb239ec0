import type { Message, MessageState, Problem } from '@chatapp/contract'

/** A message on its way. It is shown until a state of the message itself has come, by whatever road. */
export interface PendingSend {
  /** The message's ID from the first moment on, and what makes a repeated send harmless. */
  readonly id: string
  /** Who sends: another person who signs in on this device does not send it. */
  readonly from: string
  readonly to: string
  readonly body: string
  /** Milliseconds since 1970. */
  readonly madeAt: number
  /** Until when it is tried, or, once confirmed, kept in order to be offered again. Milliseconds since 1970. */
  readonly expiresAt: number
  readonly state: 'queued' | 'sending' | 'failed' | 'confirmed'
  /** Why it failed; null when the time ran out. */
  readonly problem: Problem | null
  /** The database's life that confirmed it. */
  readonly epoch?: string | null
  /** It was confirmed once, by a database that has started over since: it is not shown as pending. */
  readonly isOfferedAgain?: boolean
}

/** Where pending sends survive a reload. `save` gets all of them each time. */
export interface OutboxStore {
  load(): Promise<readonly PendingSend[]>
  save(sends: readonly PendingSend[]): Promise<void>
}

export const keepMs = 24 * 60 * 60 * 1000

export const memoryOutboxStore = (): OutboxStore => {
  let kept: readonly PendingSend[] = []
  return {
    load: async () => kept,
    save: async (sends) => {
      kept = sends
    },
  }
}

export const isShown = (send: PendingSend): boolean =>
  send.state === 'failed' || (send.state !== 'confirmed' && !send.isOfferedAgain)

/** Changes one send; the list stays the same object when there is nothing to change. */
export function updateSend(
  sends: readonly PendingSend[],
  id: string,
  change: (send: PendingSend) => PendingSend,
): readonly PendingSend[] {
  const at = sends.findIndex((send) => send.id === id)
  const known = sends[at]
  if (!known) return sends
  const next = change(known)
  return next === known ? sends : sends.with(at, next)
}

/** What has arrived is pending no more; it is kept for a day in case the database loses it. */
export function confirmSends(
  sends: readonly PendingSend[],
  arrived: readonly MessageState[],
  now: number,
  epoch: string | null,
): readonly PendingSend[] {
  if (!sends.some((send) => send.state !== 'confirmed')) return sends
  let next = sends
  for (const message of arrived) {
    if ('hidden' in message) continue
    next = updateSend(next, message.id.toLowerCase(), (send) =>
      send.state === 'confirmed' || !isOf(message, send) ? send : confirmed(send, now, epoch),
    )
  }
  return next
}

/** An ID alone proves nothing: a message of somebody else's never takes the place of a pending one. */
const isOf = (message: Message, send: PendingSend): boolean =>
  message.from === send.from && message.to === send.to

export function confirmed(send: PendingSend, now: number, epoch: string | null): PendingSend {
  return { ...send, state: 'confirmed', problem: null, expiresAt: now + keepMs, epoch, isOfferedAgain: false }
}
