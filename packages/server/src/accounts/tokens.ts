/** Who is behind a program's token, on every request: a digest and a memory hit; the database once in five seconds. */
import { hash } from 'node:crypto'
import type { Runtime } from '../runtime.ts'
import type { Storage } from '../storage/storage.ts'
import { roleOf } from './session-rules.ts'
import type { FoundSession, Session } from './sessions.ts'
import { type TokenQueries, tokenQueries } from './token-queries.ts'

const rememberMs = 5_000
const rememberMax = 100_000
/** When a token was used last is known to this. */
const noteEveryMs = 3_600_000

/** Tells people, and programs that look for leaked secrets, what they have before them. */
export const tokenPrefix = 'chatapp_'
const form = /^chatapp_[\w-]{43}$/

interface Remembered {
  session: Session | null
  checkedAt: number
}

export type Tokens = ReturnType<typeof createTokens>

export function createTokens(storage: Storage, runtime: Runtime) {
  const queries = tokenQueries(storage.db)
  /** By the digest, as the token itself is kept nowhere. */
  const remembered = new Map<string, Remembered>()
  const digestOfId = new Map<string, string>()

  async function look(digest: string, now: number): Promise<Session | null> {
    const row = await queries.byDigest(Buffer.from(digest, 'base64'))
    const session = row ? liveSession(row, now) : null
    if (remembered.size >= rememberMax) {
      remembered.clear()
      digestOfId.clear()
    }
    remembered.set(digest, { session, checkedAt: now })
    if (!row || !session) return null
    digestOfId.set(row.id, digest)
    // Nobody waits for it, and nothing depends on it.
    if (now - (row.last_used_at ?? 0) >= noteEveryMs)
      queries.noteUse(row.id, now, now - noteEveryMs).catch(runtime.log.debug)
    return session
  }

  return {
    async find(token: string): Promise<FoundSession | null> {
      if (!form.test(token)) return null
      const digest = hash('sha256', token, 'base64')
      const now = runtime.now()
      const known = remembered.get(digest)
      const session = known && now - known.checkedAt < rememberMs ? known.session : await look(digest, now)
      return session && { session }
    },

    /** Of the tokens with these IDs, those that still hold. */
    async stillLive(ids: string[]): Promise<Set<string>> {
      const now = runtime.now()
      const rows = await queries.byId(storage.scans, ids)
      return new Set(rows.filter((row) => liveSession(row, now) !== null).map((row) => row.id))
    },

    /** Forgets a token that was revoked, so that the next request asks the database. */
    forget(id: string): void {
      const digest = digestOfId.get(id)
      digestOfId.delete(id)
      if (digest !== undefined) remembered.delete(digest)
    },

    sweepExpired: () => queries.deleteExpired(runtime.now()),
  }
}

type TokenRow = Awaited<ReturnType<TokenQueries['byId']>>[number]

function liveSession(row: TokenRow, now: number): Session | null {
  if (row.banned || (row.expires_at !== null && row.expires_at <= now)) return null
  const { id, key, username, role } = row
  return { key, username, sessionId: id, role: roleOf(role), isProgram: true }
}
