/** Who is behind a cookie, on every request: a signature and a memory hit; the database once in five seconds. */
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import type { Caller } from '../http/route.ts'
import type { Runtime } from '../runtime.ts'
import type { Storage, Trx } from '../storage/storage.ts'
import { type AccountQueries, accountQueries } from './accounts-queries.ts'
import type { Engine } from './engine.ts'
import { endsAt, type Role, roleOf, shouldProlong } from './session-rules.ts'

const rememberMs = 5_000
const rememberMax = 100_000
/** Longer ones hold cookies of others beside ours, and are not worth the memory. */
const headerMax = 1000

export interface Session extends Caller {
  readonly role: Role
}

interface Remembered {
  session: Session | null
  checkedAt: number
}

export interface FoundSession {
  session: Session
  /** To send again, when the session was just prolonged. */
  cookie?: string
}

export async function createSessions(storage: Storage, engine: Engine, runtime: Runtime) {
  const queries = accountQueries(storage.db)
  const { secret, authCookies } = await engine.context
  const { name, attributes } = authCookies.sessionToken
  const key = createSecretKey(Buffer.from(secret))
  const remembered = new Map<string, Remembered>()
  const tokenOf = new Map<string, string>()
  /** Cookie headers whose signature was checked before: a browser sends the same one each time. */
  const checkedHeaders = new Map<string, string>()

  const signatureOf = (token: string) => createHmac('sha256', key).update(token).digest()

  /** The token of a cookie that we signed ourselves. */
  function readToken(cookieHeader: string | undefined): string | null {
    if (cookieHeader === undefined) return null
    const checked = checkedHeaders.get(cookieHeader)
    if (checked !== undefined) return checked
    const token = checkToken(cookieHeader)
    if (token === null || cookieHeader.length > headerMax) return token
    if (checkedHeaders.size >= rememberMax) checkedHeaders.clear()
    checkedHeaders.set(cookieHeader, token)
    return token
  }

  function checkToken(cookieHeader: string): string | null {
    const value = cookieValue(cookieHeader, name)
    const dot = value?.lastIndexOf('.') ?? -1
    if (!value || dot < 1) return null
    const token = value.slice(0, dot)
    const signature = Buffer.from(value.slice(dot + 1), 'base64')
    const expected = signatureOf(token)
    return signature.length === expected.length && timingSafeEqual(signature, expected) ? token : null
  }

  function writeCookie(token: string, maxAgeSeconds: number, path: string): string {
    const value = encodeURIComponent(`${token}.${signatureOf(token).toString('base64')}`)
    const secure = attributes.secure ? '; Secure' : ''
    return `${name}=${value}; Max-Age=${maxAgeSeconds}; Path=${path}; HttpOnly; SameSite=Lax${secure}`
  }

  async function look(token: string, now: number, path: string): Promise<FoundSession | null> {
    const row = await queries.sessionByToken(token)
    const session = row ? liveSession(row, now) : null
    if (remembered.size >= rememberMax) {
      remembered.clear()
      tokenOf.clear()
    }
    remembered.set(token, { session, checkedAt: now })
    if (!row || !session) return null
    tokenOf.set(session.sessionId, token)
    const times = timesOf(row)
    if (!shouldProlong(times, now)) return { session }
    const end = endsAt({ ...times, updatedAt: now })
    await queries.prolongSession(row.id, isoTime(now), isoTime(end))
    return { session, cookie: writeCookie(token, Math.floor((end - now) / 1000), path) }
  }

  return {
    /** @param path that the cookie belongs under, for when it is sent again. */
    async find(cookieHeader: string | undefined, path = '/'): Promise<FoundSession | null> {
      const token = readToken(cookieHeader)
      if (token === null) return null
      const now = runtime.now()
      const known = remembered.get(token)
      if (known && now - known.checkedAt < rememberMs) return known.session && { session: known.session }
      return look(token, now, path)
    },

    /** Begins a session without a password. @returns its cookie, which belongs under the path. */
    async begin(trx: Trx, userId: string, path: string): Promise<string> {
      const [token, now] = [runtime.newSecret(), runtime.now()]
      const end = endsAt({ role: 'user', createdAt: now, updatedAt: now })
      const times = { created_at: isoTime(now), updated_at: isoTime(now), expires_at: isoTime(end) }
      await queries.addSession(trx, { id: runtime.newId(), token, user_id: userId, ...times })
      return writeCookie(token, Math.floor((end - now) / 1000), path)
    },

    /** The sessions of some people, as far as they were used here. */
    idsOf: (keys: readonly number[]): string[] =>
      [...remembered.values()].flatMap(({ session }) =>
        session && keys.includes(session.key) ? [session.sessionId] : [],
      ),

    /** Of the sessions with these IDs, those that still hold. */
    async stillLive(ids: string[]): Promise<Set<string>> {
      const now = runtime.now()
      const rows = await queries.sessionsById(storage.scans, ids)
      return new Set(rows.filter((row) => liveSession(row, now) !== null).map((row) => row.id))
    },

    /** Forgets a session that has ended, so that the next request asks the database. */
    forget(sessionId: string): void {
      const token = tokenOf.get(sessionId)
      tokenOf.delete(sessionId)
      if (token !== undefined) remembered.delete(token)
    },

    sweepExpired: () => queries.deleteExpiredSessions(isoTime(runtime.now())),
  }
}

type SessionRow = Awaited<ReturnType<AccountQueries['sessionsById']>>[number]

function liveSession(row: SessionRow, now: number): Session | null {
  const times = timesOf(row)
  if (row.banned || row.left_at !== null || endsAt(times) <= now) return null
  return { key: row.key, username: row.username, sessionId: row.id, role: times.role }
}

const timesOf = (row: SessionRow) => ({
  role: roleOf(row.role),
  createdAt: Date.parse(row.created_at),
  updatedAt: Date.parse(row.updated_at),
})

const isoTime = (ms: number): string => new Date(ms).toISOString()

function cookieValue(header: string | undefined, name: string): string | null {
  for (const part of header?.split(';') ?? []) {
    const [key, value] = part.trim().split('=', 2)
    if (key === name && value) {
      try {
        return decodeURIComponent(value)
      } catch {
        return null
      }
    }
  }
  return null
}
