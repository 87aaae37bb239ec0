/** The sockets of another process over the same database: what a second server beside a test server would hold. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAccounts } from '../accounts/accounts.ts'
import { type Bus, endedSessions } from '../bus/bus.ts'
import { inboxQueries } from '../inbox/inbox-queries.ts'
import { Hub } from '../live/hub.ts'
import { acceptUpgrades } from '../live/upgrade.ts'
import { createLog } from '../log.ts'
import { systemRuntime } from '../runtime.ts'
import { readEpoch } from '../storage/instance.ts'
import type { TestServer } from './start-test-server.ts'
import { TestPerson } from './test-person.ts'
import type { TestSocket } from './test-socket.ts'

export interface SecondNode extends AsyncDisposable {
  readonly hub: Hub
  /** A socket of somebody who has a session at the server. */
  openSocket(person: TestPerson): TestSocket
}

export async function startSecondNode(
  { app, dataDir }: TestServer,
  bus: Bus,
  beatSeconds?: number,
): Promise<SecondNode> {
  const { storage } = app
  const runtime = systemRuntime(createLog('silent'))
  const { sessions } = await createAccounts({
    storage,
    runtime,
    dataDir,
    origin: app.url,
    secret: null,
    isGuarded: false,
    onSessionEnded: () => {},
    replacesDemo: (register) => register(async () => {}),
  })
  await bus.subscribe(endedSessions, (ids) => ids.forEach(sessions.forget))
  const inbox = inboxQueries(storage.scans)
  const hub = new Hub({
    bus,
    epoch: await readEpoch(storage.db, runtime.newId),
    log: runtime.log,
    beatSeconds,
    headsOf: async (keys) =>
      new Map((await inbox.headsOf(keys)).map(({ user_key, head }) => [user_key, head])),
    stillLive: sessions.stillLive,
    ack: () => {},
    mayFrame: () => true,
  })
  await hub.listenForEndedSessions()
  const http = createServer().listen(0, '127.0.0.1')
  await once(http, 'listening')
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  acceptUpgrades(http, {
    hub,
    rewriteUrl: (request) => request.url!,
    findSession: async (request) => (await sessions.find(request.headers.cookie))?.session ?? null,
    origins: () => new Set([url]),
    mayOpen: () => true,
    isClosing: () => false,
    log: runtime.log,
  })
  return {
    hub,
    openSocket(person) {
      const there = new TestPerson(url)
      there.cookie = person.cookie
      return there.openSocket()
    },
    async [Symbol.asyncDispose]() {
      await hub.close()
      hub.cutAll()
      http.close()
      await once(http, 'close')
    },
  }
}
