/** Signing up and out, and the first administrator. */
import type { AuditAction, Me, SignUpPolicy } from '@chatapp/contract'
import { byThemselves, record } from '../audit/audit.ts'
import type { Gate } from '../http/gate.ts'
import { Refused, refuseField } from '../http/refused.ts'
import type { Caller } from '../http/route.ts'
import type { MailQueue } from '../mail/mail-queue.ts'
import type { Runtime } from '../runtime.ts'
import { beAlone, readDemoPeople } from '../storage/instance.ts'
import type { Storage, Trx } from '../storage/storage.ts'
import { transaction } from '../storage/transaction.ts'
import { type AccountQueries, accountQueries } from './accounts-queries.ts'
import { placeholderOf, requireAddress } from './addresses.ts'
import { refuseCommon } from './common-passwords.ts'
import { digestOf } from './digest.ts'
import { emailQueries } from './email-queries.ts'
import { addressHeader, type Engine } from './engine.ts'
import { meFrom } from './me.ts'
import { cleanName } from './names.ts'
import type { Passwords } from './passwords.ts'
import type { Sealing } from './sealing.ts'
import type { Role } from './session-rules.ts'
import type { SignInGuard } from './sign-in-guard.ts'
import { requireAdmission, useAdmission } from './sign-up-policy.ts'
import type { Soon } from './soon.ts'

export interface AccountDeps {
  storage: Storage
  engine: Engine
  passwords: Passwords
  guard: SignInGuard
  /** Holds back a crowd that signs in, before it costs anything. */
  signInGate: Gate
  runtime: Runtime
  soon: Soon
  replacesDemo: ReplacesDemo
  sealing: Sealing
  /** Under which name an authenticator app lists this instance. */
  issuer: string
  /** Who may sign up, as the settings say; null: as an administrator chose. */
  signUp: SignUpPolicy | null
  onSessionEnded(sessionId: string): void
  /** Tells somebody's own devices that they are not quite who they were. */
  tellOwn(userKey: number): void
  /** What is remembered of them no longer holds: the role of their person. */
  onSessionsChanged(sessionIds: string[]): void
  onSuspension(userKey: number, isSuspended: boolean): void
  /** Null when this instance sends no mail. */
  mails: MailQueue | null
  mayMail(userKey: number): boolean
}

/**
 * Runs a registration. What it is given it calls in its transaction: the demo, if there is one, makes way for the new
 * account, and is there as before when the transaction fails.
 */
export type ReplacesDemo = <T>(register: (makeWay: MakeWay) => Promise<T>) => Promise<T>
type MakeWay = (trx: Trx, afterCommit: (tell: () => void) => void) => Promise<void>

export interface Registration {
  name: string
  username: string
  email: string
  password: string
}

/** Where a request comes from, as far as a session remembers it. */
export interface Client {
  address: string
  userAgent: string | undefined
  cookie?: string | undefined
}

export interface SignedIn {
  user: Me
  cookies: string[]
  /** Their account was to be deleted, and no longer is. */
  wasLeaving?: boolean
}

/** @throws Refused `forbidden` for who may not make an account here, with the invitation given or without. */
export async function signUp(
  deps: AccountDeps,
  client: Client,
  { invitation, ...registration }: Registration & { invitation?: string },
): Promise<SignedIn> {
  await requireAdmission(deps, invitation)
  return register(deps, client, registration, {
    role: 'user',
    action: 'signed-up',
    allow: (_, trx) => useAdmission(deps, trx, invitation),
  })
}

/** @throws Refused `forbidden` when the token is not the one, or there is an administrator already. */
export const setUp = (
  deps: AccountDeps,
  client: Client,
  { token, ...registration }: Registration & { token: string },
): Promise<SignedIn> =>
  register(deps, client, registration, {
    role: 'admin',
    action: 'set-up',
    async allow(queries, trx) {
      const isValid = await queries.consumeToken(trx, digestOf(token), 'set-up', deps.runtime.now())
      if (!isValid || (await queries.hasAdmin(trx))) throw new Refused('forbidden')
    },
  })

/** For the command line, whose user owns the machine. */
export const createAdmin = (deps: AccountDeps, registration: Registration): Promise<SignedIn> =>
  register(deps, { address: '127.0.0.1', userAgent: 'chatapp create-admin' }, registration, {
    role: 'admin',
    action: 'account-created',
    by: {},
  })

/** Ends the session behind the cookie. @returns the cookie that clears it in the browser, under its path. */
export async function signOut(deps: AccountDeps, caller: Caller, client: Client): Promise<string[]> {
  const cleared = await clearCookie(deps, caller, client)
  const by = byThemselves(caller.key, client.address)
  await record(deps.storage.db, deps.runtime, { action: 'signed-out', ...by })
  return cleared
}

/** The same, also of a session that has ended, and as a part of something else. */
export async function clearCookie(
  { engine }: AccountDeps,
  { cookiePath: path = '/' }: Caller,
  client: Client,
): Promise<string[]> {
  const { headers } = await engine.api.signOut({ headers: headersOf(client), returnHeaders: true })
  const { name } = (await engine.context).authCookies.sessionToken
  // The engine also clears cookies that it would set for features not used here.
  return headers
    .getSetCookie()
    .filter((cookie) => cookie.startsWith(`${name}=`))
    .map((cookie) => cookie.replace('Path=/;', `Path=${path};`))
}

export async function readMe({ storage }: Pick<AccountDeps, 'storage'>, key: number): Promise<Me> {
  const user = await accountQueries(storage.db).userByKey(key)
  return meFrom({ ...user, createdAt: user.created_at }, user.pending_email)
}

interface RegistrationKind {
  role: Role
  /** For the audit trail. */
  action: AuditAction
  /** Who made it for the new person; unless given, they did themselves. */
  by?: { actorKey?: number; address?: string }
  allow?(queries: AccountQueries, trx: Trx): Promise<void>
  finish?(trx: Trx, userKey: number): Promise<void>
}

/** Everything about a new account is written in one transaction; the slow hash is made before it begins. */
export async function register(
  { storage, engine, passwords, replacesDemo, mails, runtime }: AccountDeps,
  client: Client,
  input: Registration,
  { role, action, by, allow, finish }: RegistrationKind,
): Promise<SignedIn> {
  const queries = accountQueries(storage.db)
  const body = {
    ...input,
    name: cleanName(input.name),
    username: input.username.toLowerCase(),
    email: input.email.toLowerCase(),
  }
  // What administrators say is believed; the address of who signs up is theirs once a mail has come back.
  const isConfirmedByMail = role === 'user' && by === undefined && mails !== null
  await refuseUnfit(storage, body, !isConfirmedByMail)
  refuseCommon(body.password, body)
  const hash = await passwords.hash(body.password)
  try {
    return await replacesDemo((makeWay) =>
      transaction(storage, (trx, afterCommit) =>
        engine.within(trx, hash, async () => {
          await beAlone(trx)
          await allow?.(queries, trx)
          await makeWay(trx, afterCommit)
          const { headers, response } = await engine.api.signUpEmail({
            body: isConfirmedByMail ? { ...body, email: placeholderOf(body.username) } : body,
            headers: headersOf(client),
            returnHeaders: true,
          })
          if (role === 'admin') await queries.makeAdmin(trx, body.username)
          const key = response.user.key!
          const entry = by ? { ...by, subjectKey: key, detail: { role } } : byThemselves(key, client.address)
          await record(trx, runtime, { action, ...entry })
          await finish?.(trx, key)
          if (isConfirmedByMail) {
            await emailQueries(trx).savePending(key, body.email, runtime.now())
            afterCommit(() => void mails.add('confirm-email', key).catch(runtime.log.error))
          }
          const pendingEmail = isConfirmedByMail ? body.email : null
          return { user: { ...meFrom(response.user, pendingEmail), role }, cookies: headers.getSetCookie() }
        }),
      ),
    )
  } catch (error) {
    // Somebody may have taken the name meanwhile: the second look says which.
    if (!(error instanceof Refused)) await refuseUnfit(storage, body, !isConfirmedByMail)
    throw error
  }
}

/** @param tellsTaken whether somebody may hear that an address is taken. */
async function refuseUnfit(
  { db }: Storage,
  { name, username, email }: Registration,
  tellsTaken: boolean,
): Promise<void> {
  if (name === '') throw refuseField('/name', 'empty')
  requireAddress(email)
  const queries = accountQueries(db)
  // What the demo's people have is free: they go when somebody registers.
  const exceptKeys = Object.values((await readDemoPeople(db)) ?? {})
  if (await queries.isTaken('username', username, exceptKeys)) throw refuseField('/username', 'taken')
  if (tellsTaken && (await queries.isTaken('email', email, exceptKeys))) throw refuseField('/email', 'taken')
}

/** What the engine sees of a request. */
export function headersOf({ address, userAgent, cookie }: Client): Headers {
  const headers = new Headers({ [addressHeader]: address })
  if (userAgent !== undefined) headers.set('user-agent', userAgent.slice(0, 500))
  if (cookie !== undefined) headers.set('cookie', cookie)
  return headers
}
