// Everything that lives from signing in to signing out, or from start to stop.
import type { Marks, Me } from '@chatapp/contract'
import { ApiError } from './api-error.ts'
import type { Runtime } from './client-runtime.ts'
import { createAcks, createReadMarks, type ReadMarks } from './marks-out.ts'
import type { Outbox } from './outbox.ts'
import { createOwnProfile } from './own-profile.ts'
import { createPages, type Pages } from './pages.ts'
import type { Rest } from './rest.ts'
import { createRetry } from './retry.ts'
import { createSocket, type SocketConstructor, type SocketState } from './socket.ts'
import { emptyState } from './state.ts'
import type { ClientStatus, Store } from './store.ts'
import { createSync } from './sync.ts'

export interface SessionOptions {
  me: Me
  rest: Rest
  store: Store
  outbox: Outbox
  runtime: Runtime
  socketUrl: string
  WebSocket: SocketConstructor
  headers?: Readonly<Record<string, string>>
  onEnd(status: 'signedOut' | 'refused'): void
  onError(error: unknown): void
}

export interface Session {
  readonly me: Me
  readonly pages: Pages
  readonly readMarks: ReadMarks
  wake(): void
  end(): void
}

export function beginSession(options: SessionOptions): Session {
  const { me, rest, store, outbox, runtime, socketUrl, WebSocket, headers, onError } = options
  const ending = new AbortController()
  const { signal } = ending
  // Somebody who signs in again goes on from where the device stood.
  const isSame = store.get().state.me === me.username
  store.set({
    me,
    status: 'connecting',
    ...(!isSame && { state: emptyState(me.username), windows: new Map() }),
  })

  const retry = createRetry(runtime)
  const pages = createPages({ rest, store, retry, signal })
  const sync = createSync({
    ...{ rest, store, runtime, pages, signal, onError },
    isSending: outbox.isSending,
    onLoaded: outbox.offerAgain,
  })
  // Its place may be that of another change, when the mark stood there already: only the bell tells.
  const onMarks = ({ seq }: Marks) => sync.hear(seq)
  const readMarks = createReadMarks({ rest, store, runtime, retry, signal, onMarks })
  const ownProfile = createOwnProfile({ rest, store, retry, signal })
  const acks = createAcks({ store, runtime, signal, send: (frame) => socket.send(frame) })
  const socket = createSocket({
    url: socketUrl,
    ...{ WebSocket, runtime },
    ...(headers && { headers }),
    onFrame(frame) {
      sync.take(frame)
      if (frame.type === 'hello') acks.onHello()
      // While there was no socket, nobody told.
      if (frame.type === 'hello' || frame.type === 'me.changed') ownProfile.look()
    },
    onState(state) {
      if (state === 'signedOut' || state === 'refused') options.onEnd(state)
      else if (!signal.aborted) store.set({ status: statuses[state] })
    },
    onRefusal() {
      rest.call('getMe', undefined, { signal }).then(
        () => store.set({ isUnavailable: false }),
        (error) => signal.aborted || store.set({ isUnavailable: error instanceof ApiError }),
      )
    },
  })
  outbox.start(me.username, signal)
  socket.start()

  return {
    me,
    pages,
    readMarks,
    wake() {
      socket.wake()
      sync.wake()
      retry.wake()
      outbox.wake()
    },
    end() {
      ending.abort()
      socket.stop()
    },
  }
}

const statuses: Record<Exclude<SocketState, 'signedOut' | 'refused'>, ClientStatus> = {
  connecting: 'connecting',
  open: 'online',
  waiting: 'waiting',
  stopped: 'stopped',
}
