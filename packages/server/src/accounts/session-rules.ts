const hour = 3_600_000
const day = 24 * hour

/** A session ends when it was not used for so long … */
export const idleMs = { user: 14 * day, admin: day } as const
/** … and at this age in any case. */
const absoluteMs = { user: 90 * day, admin: 30 * day } as const
/** It is prolonged, and known to be in use, when it was last prolonged longer ago than this. */
const prolongAfterMs = hour

export type Role = keyof typeof idleMs

export const roleOf = (text: string): Role => (text === 'admin' ? 'admin' : 'user')

interface SessionTimes {
  role: Role
  createdAt: number
  updatedAt: number
}

/** When a session ends if nobody uses it from now on. */
export const endsAt = ({ role, createdAt, updatedAt }: SessionTimes): number =>
  Math.min(updatedAt + idleMs[role], createdAt + absoluteMs[role])

export const shouldProlong = ({ updatedAt }: SessionTimes, now: number): boolean =>
  now - updatedAt > prolongAfterMs
