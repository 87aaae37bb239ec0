/** better-auth, configured: it changes accounts for us; nothing of it is on the hot path or open to the outside. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { limits } from '@chatapp/contract'
import { betterAuth } from 'better-auth'
import { Refused } from '../http/refused.ts'
import type { Runtime } from '../runtime.ts'
import { withIsoTimes } from '../storage/iso-times.ts'
import type { Db, Storage, Trx } from '../storage/storage.ts'
import { administrationQueries } from './administration-queries.ts'
import { sortName } from './names.ts'
import type { Passwords } from './passwords.ts'
import { idleMs } from './session-rules.ts'

/** Carries the client's address, as we resolved it, into the engine; it believes no other header. */
export const addressHeader = 'x-chatapp-address'

export interface EngineOptions {
  storage: Storage
  origin: string
  secret: string
  passwords: Passwords
  runtime: Runtime
  onSessionEnded(sessionId: string): void
}

/** What holds while one sign-up runs: its transaction, and the password's hash made before it began. */
interface Scope {
  trx: Trx
  hash: string
  /** What went wrong beneath the engine, which tells its log and hides it from its caller. */
  fault?: unknown
}

/** What holds while somebody signs in: who else is asked, and the hash that their password was of. */
interface Entry {
  admit(userId: string): Promise<void>
  hash: string | null
}

export type Engine = ReturnType<typeof createEngine>

export function createEngine({ storage, origin, secret, passwords, runtime, onSessionEnded }: EngineOptions) {
  const scope = new AsyncLocalStorage<Scope>()
  const door = new AsyncLocalStorage<Entry>()
  const isSecure = origin.startsWith('https:')
  const auth = betterAuth({
    baseURL: origin,
    secret,
    logger: {
      level: 'error',
      log(_level, _message, ...details) {
        const running = scope.getStore()
        if (running) running.fault ??= details.find((detail) => detail instanceof Error)
      },
    },
    telemetry: { enabled: false },
    database: {
      db: followingScope(() => withIsoTimes(storage, scope.getStore()?.trx)),
      type: storage.engine,
      transaction: false,
    },
    advanced: {
      useSecureCookies: false,
      // The tables are ours to keep right: a test compares them with what the engine expects.
      database: { generateId: () => runtime.newId(), validateSchema: false },
      ipAddress: { ipAddressHeaders: [addressHeader] },
      cookies: {
        session_token: {
          name: isSecure ? '__Host-chatapp' : 'chatapp',
          attributes: { secure: isSecure, httpOnly: true, sameSite: 'lax', path: '/' },
        },
      },
    },
    emailAndPassword: {
      enabled: true,
      // The contract's limit is in code points, the engine's in UTF-16 units.
      maxPasswordLength: 2 * limits.passwordMax,
      password: {
        hash: async (password) => scope.getStore()?.hash ?? passwords.hash(password),
        async verify({ password, hash }) {
          const isRight = await passwords.verify(password, hash)
          const entry = door.getStore()
          if (isRight && entry) entry.hash = hash
          return isRight
        },
      },
    },
    user: {
      modelName: 'auth_user',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
      additionalFields: {
        // Filled in below, before the row is written; the engine would otherwise look for them in the input.
        key: { type: 'number', required: false, input: false, bigint: true },
        username: { type: 'string', required: true },
        bio: { type: 'string', required: false, input: false },
        sortName: { type: 'string', required: false, input: false, fieldName: 'sort_name' },
        role: { type: 'string', required: false, input: false, defaultValue: 'user' },
      },
    },
    session: {
      modelName: 'auth_session',
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
      expiresIn: idleMs.user / 1000,
    },
    account: {
      modelName: 'auth_account',
      fields: {
        accountId: 'account_id',
        providerId: 'provider_id',
        userId: 'user_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'auth_verification',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    databaseHooks: {
      user: {
        create: {
          before: async (user) => ({
            data: { ...user, key: runtime.newKey(), sortName: sortName(user.name) },
          }),
        },
      },
      session: {
        create: {
          // Whatever leads to a session: nobody has one whose account is suspended. Before that is said, all else is proved.
          async before({ userId }) {
            await door.getStore()?.admit(userId)
            if (scope.getStore() || !(await administrationQueries.isBanned(storage.db, userId))) return
            throw new Refused('forbidden', { detail: 'This account is suspended.' })
          },
        },
        delete: { after: async (session) => onSessionEnded(session.id) },
      },
    },
  })

  return {
    api: auth.api,
    context: auth.$context,
    /**
     * Runs engine calls. Before one of them begins a session, and after the password, `admit` is asked with the engine's
     * ID of the person: what it throws comes out, and there is no session. @returns with the hash that the password was of.
     */
    async admitting<T>(
      admit: Entry['admit'],
      work: () => Promise<T>,
    ): Promise<{ result: T; hash: string | null }> {
      const entry: Entry = { admit, hash: null }
      const result = await door.run(entry, work)
      return { result, hash: entry.hash }
    },
    /**
     * Runs engine calls inside one transaction of ours, with the password already hashed.
     * @throws what the database threw, not what the engine makes of it.
     */
    async within<T>(trx: Trx, hash: string, work: () => Promise<T>): Promise<T> {
      const running: Scope = { trx, hash }
      try {
        return await scope.run(running, work)
      } catch (error) {
        throw running.fault ?? error
      }
    },
  }
}

/** The database as the engine sees it: the running sign-up's transaction, or the plain one. */
function followingScope(current: () => Db | Trx): Db {
  return new Proxy(current(), {
    get(_, name) {
      const target = current()
      // A transaction of its own is part of the running one.
      if (target.isTransaction && name === 'transaction')
        return () => ({ execute: (work: (trx: Db) => unknown) => work(target) })
      const member: unknown = Reflect.get(target, name, target)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}
