/** Who did what to whose account. No message, no secret and no token ever stands in it. */
import { hash } from 'node:crypto'
import type { AuditAction } from '@chatapp/contract'
import { clientNetwork } from '../http/client-network.ts'
import type { Runtime } from '../runtime.ts'
import { isDuplicate } from '../storage/failures.ts'
import type { Db, Storage, Trx } from '../storage/storage.ts'
import { auditQueries } from './audit-queries.ts'

export interface AuditEntry {
  action: AuditAction
  /** Who did it; without: the command line, or nobody who is known. */
  actorKey?: number
  /** Whose account it is about. */
  subjectKey?: number
  address?: string
  /** A few short values; 1000 characters as JSON. */
  detail?: Readonly<Record<string, string | number>>
}

/** For an entry: somebody did something about their own account. */
export const byThemselves = (key: number, address: string) => ({ actorKey: key, subjectKey: key, address })

const dayMs = 24 * 3_600_000
const keptMs = 400 * dayMs
const minuteMs = 60_000

/** Adds an entry, inside the transaction of what it records where there is one. */
export async function record(db: Db | Trx, runtime: Runtime, entry: AuditEntry): Promise<void> {
  await auditQueries.add(db, rowOf(runtime, runtime.newId(), entry))
}

/**
 * Adds what anybody can bring about as often as they like, such as a failed sign-in: once a minute for each account and
 * network at most, whichever process hears of it, so that nobody can fill the disk.
 */
export async function recordSparingly(
  db: Db,
  runtime: Runtime,
  entry: AuditEntry & { subjectKey: number; address: string },
): Promise<void> {
  const minute = Math.floor(runtime.now() / minuteMs)
  const once = [entry.action, entry.subjectKey, clientNetwork(entry.address), minute].join(' ')
  try {
    await auditQueries.add(db, rowOf(runtime, uuidFrom(once), entry))
  } catch (error) {
    if (!isDuplicate(error)) throw error
  }
}

/** What is older than 400 days goes. */
export async function sweepAudit({ db }: Storage, runtime: Runtime): Promise<void> {
  await auditQueries.deleteBefore(db, runtime.now() - keptMs)
}

const rowOf = (
  runtime: Runtime,
  id: string,
  { action, actorKey, subjectKey, address, detail }: AuditEntry,
) => ({
  id,
  at: runtime.now(),
  action,
  actor_key: actorKey ?? null,
  subject_key: subjectKey ?? null,
  address: address ?? null,
  detail: detail ? JSON.stringify(detail) : null,
})

/** The same for the same text: a UUID of version 8. */
function uuidFrom(text: string): string {
  const digits = hash('sha256', text)
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-')
}
