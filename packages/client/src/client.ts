import type { OperationInput, OperationOutput, Profile, User } from '@chatapp/contract'
import { type AccountCalls, accountCalls } from './account-calls.ts'
import { type AdminCalls, adminCalls } from './admin-calls.ts'
import { ApiError, isCode } from './api-error.ts'
import { createBackoff } from './backoff.ts'
import { createWait, type Runtime, systemRuntime } from './client-runtime.ts'
import { createOutbox } from './outbox.ts'
import { takeMe } from './own-profile.ts'
import { memoryOutboxStore, type OutboxStore } from './pending-send.ts'
import { createRest, type Fetch } from './rest.ts'
import { beginSession, type Session } from './session.ts'
import type { Snapshot } from './snapshot.ts'
import type { SocketConstructor } from './socket.ts'
import { emptyState } from './state.ts'
import { type ClientStatus, createStore } from './store.ts'
import { showNewest } from './windows.ts'

export interface ChatClientOptions {
  /** Scheme, host and port of the server, such as `https://chat.example.org`; in a browser `location.origin`. */
  baseUrl: string
  /** The platform's own by default. */
  fetch?: Fetch
  /** The platform's own by default. */
  WebSocket?: SocketConstructor
  /**
   * Sent with every request and to open the socket, such as `authorization` for a program. A browser's own sockets take
   * none.
   */
  headers?: Readonly<Record<string, string>>
  /** Where pending sends survive a reload; in memory by default. */
  outboxStore?: OutboxStore
  /** Time, chance and timers, for tests. */
  runtime?: Partial<Runtime>
  /** Told of what should never happen; the client goes on. */
  onError?(error: unknown): void
}

type SignIn = OperationInput<'signIn'>['body']
type SignUp = OperationInput<'signUp'>['body']
type SetUp = OperationInput<'setUp'>['body']

/**
 * A person's messages, kept in step with the server. Draw `getSnapshot()` and draw again when `subscribe` tells.
 * Promises reject with `ApiError` (the server refused: act on `code`) or `NetworkError` (no answer).
 */
export interface ChatClient extends AccountCalls {
  /** For administrators. */
  readonly admin: AdminCalls
  /**
   * Looks who is signed in and connects; goes on by itself until `stop`. Ends once that is known (the status is
   * then `signedOut`, or on its way to `online`), never rejects.
   */
  start(): Promise<void>
  /** Ends every request, timer and connection. What is pending stays, and `start` goes on from there. */
  stop(): void
  /**
   * Signs in by username or e-mail, and connects. `second_factor_required`: the password is right, do it again with a
   * code. Tells whether the account was to be deleted, and now stays.
   */
  signIn(input: SignIn): Promise<{ wasLeaving: boolean }>
  /** Makes an account, signs in, and connects. Not safe to repeat after a `NetworkError`: sign in instead. */
  signUp(input: SignUp): Promise<void>
  /** Makes the first administrator with the console's one-time token, and connects. */
  setUp(input: SetUp): Promise<void>
  /** Signs out and forgets everything on this device, what was not sent yet included. */
  signOut(): Promise<void>
  /**
   * Asks for the account to be deleted in 14 days, unless one signs in until then, and signs out as above, on every
   * device. Must be confirmed. `forbidden` for the last administrator.
   */
  deleteAccount(): Promise<void>
  /** Signs out without asking the server: for a tab beside the one that has signed out. */
  forget(): void
  /** The listener is called after changes, without arguments. Gives the way to end it. */
  subscribe(listener: () => void): () => void
  /** The same object until something changes. */
  getSnapshot(): Snapshot
  /**
   * Shows the newest end of a chat, or with `around` the part that holds this number: what is here already at once,
   * otherwise a page around it is loaded first. A number below 1 gives the oldest part, one beyond the last the newest
   * end. The latest messages (`messagesToLoad` of the instance) are loaded in any case. Ends when all of it and the list
   * are here.
   */
  openChat(peer: string, options?: { around?: number }): Promise<void>
  /** Loads the page before the oldest message shown (50 at most). Ends when it is here. */
  loadOlder(peer: string): Promise<void>
  /** Loads the page after the newest message shown (50 at most), where `hasAfter` tells of one. Ends when it is here. */
  loadNewer(peer: string): Promise<void>
  /** Goes back to the newest end: what is here of it shows at once. */
  showLatest(peer: string): void
  /**
   * Shows the text as pending at once and delivers it: in order, exactly once, tried again for 24 hours. Gives the
   * message's ID. Throws when nobody is signed in or the text is empty; everything else shows as `failed`.
   */
  send(peer: string, text: string): string
  /** Tries a failed send again, with the same ID. */
  retry(id: string): void
  /** Forgets a send that is not on its way right now. */
  discard(id: string): void
  /** Moves the read mark up to a message's number; lower ones have no effect. At most one request a second. */
  markRead(peer: string, number: number): void
  /** A page of the directory, or of the people whose username or name begins with `q`. */
  listUsers(query?: OperationInput<'listUsers'>['query']): Promise<{ items: User[]; next: string | null }>
  /** One person, by username, with what they say of themselves. */
  getUser(username: string): Promise<Profile>
  /** The address of what the server names by a path, such as an `avatarUrl`. */
  urlOf(path: string): string
  /** Tries everything that waits at once: for `online` events and pages that become visible. */
  wake(): void
}

export function createChatClient(options: ChatClientOptions): ChatClient {
  const runtime: Runtime = { ...systemRuntime, ...options.runtime }
  const baseUrl = options.baseUrl.replace(/\/+$/, '')
  const store = createStore(runtime)
  const rest = createRest({
    baseUrl,
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    ...(options.headers && { headers: options.headers }),
    runtime,
    onSignedOut: () => session && end('signedOut'),
  })
  const outbox = createOutbox({
    ...{ rest, store, runtime },
    disk: options.outboxStore ?? memoryOutboxStore(),
  })
  const pause = createWait(runtime)
  let starting: AbortController | null = null
  let session: Session | null = null

  function begin({ user }: OperationOutput<'signIn'>) {
    starting?.abort()
    session?.end()
    session = beginSession({
      ...{ me: user, rest, store, outbox, runtime },
      socketUrl: `${baseUrl.replace(/^http/, 'ws')}/ws`,
      WebSocket: options.WebSocket ?? (WebSocket as SocketConstructor),
      ...(options.headers && { headers: options.headers }),
      onEnd: end,
      onError: options.onError ?? (() => {}),
    })
  }

  function end(status: ClientStatus) {
    const ended = session
    session = null
    starting?.abort()
    ended?.end()
    store.set({ status })
  }

  async function start() {
    if (session || starting?.signal.aborted === false) return
    const attempt = new AbortController()
    const { signal } = attempt
    starting = attempt
    const backoff = createBackoff(runtime)
    while (!signal.aborted) {
      store.set({ status: 'connecting' })
      try {
        await loadInstance(signal)
        const user = await rest.call('getMe', undefined, { signal })
        if (!signal.aborted) begin({ user })
      } catch (error) {
        if (signal.aborted) return
        if (isCode(error, 'unauthenticated')) return end('signedOut')
        store.set({ status: 'waiting', isUnavailable: error instanceof ApiError })
        await pause.wait(backoff.next(), signal)
      }
    }
  }

  async function loadInstance(signal?: AbortSignal) {
    if (store.get().instance && !store.get().instance?.needsSetUp) return
    store.set({ instance: await rest.call('getInstance', undefined, signal ? { signal } : {}) })
  }

  async function enter(answer: Promise<OperationOutput<'signIn'>>) {
    begin(await answer)
    await loadInstance().catch(() => {})
  }

  function forget() {
    const from = store.get().me?.username
    end('signedOut')
    if (from) outbox.forget(from)
    store.set({ me: null, state: emptyState(''), windows: new Map() })
  }

  const required = (): Session => {
    if (!session) throw new Error('Nobody is signed in')
    return session
  }

  return {
    ...accountCalls(rest, (me) => takeMe(store, me)),
    urlOf: (path) => baseUrl + path,
    admin: adminCalls(rest),
    start,
    stop: () => end('stopped'),
    async signIn(body) {
      const answer = rest.call('signIn', { body })
      await enter(answer)
      return { wasLeaving: (await answer).wasLeaving ?? false }
    },
    signUp: (body) => enter(rest.call('signUp', { body })),
    setUp: (body) => enter(rest.call('setUp', { body })),
    async signOut() {
      await rest.call('signOut').catch((error: unknown) => {
        if (!isCode(error, 'unauthenticated')) throw error
      })
      forget()
    },
    async deleteAccount() {
      await rest.call('deleteAccount')
      forget()
    },
    forget,
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    openChat: async (peer, { around } = {}) => required().pages.open(peer.toLowerCase(), around),
    loadOlder: async (peer) => required().pages.older(peer.toLowerCase()),
    loadNewer: async (peer) => required().pages.newer(peer.toLowerCase()),
    showLatest: (peer) => store.set({ windows: showNewest(store.get().windows, peer.toLowerCase()) }),
    send(peer, text) {
      const body = text.trim()
      if (body === '') throw new Error('There is nothing to send')
      return outbox.send(required().me.username, peer.toLowerCase(), body)
    },
    retry: outbox.retry,
    discard: outbox.discard,
    markRead: (peer, number) => session?.readMarks.mark(peer.toLowerCase(), number),
    listUsers: (query = {}) => rest.call('listUsers', { query }),
    getUser: (username) => rest.call('getUser', { params: { username } }),
    wake() {
      pause.poke()
      session?.wake()
    },
  }
}
