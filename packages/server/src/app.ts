/** The composition root: the only file that knows all names. */
import type { AddressInfo } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { ServerFrame } from '@chatapp/contract'
import packageJson from '../package.json' with { type: 'json' }
import { createAccounts } from './accounts/accounts.ts'
import { accountRoutes } from './accounts/accounts-routes.ts'
import { needsSetUp } from './accounts/set-up-token.ts'
import { forgetAfterMs } from './accounts/sign-in-guard.ts'
import { currentPolicy } from './accounts/sign-up-policy.ts'
import { Suspensions } from './accounts/suspensions.ts'
import { adminRoutes } from './admin/admin-routes.ts'
import { Pulse } from './admin/pulse.ts'
import type { App, AppOptions } from './app-types.ts'
import { sweepAudit } from './audit/audit.ts'
import {
  changedSessions,
  demoChanged,
  endedSessions,
  gonePeople,
  personChannel,
  suspensionChanges,
} from './bus/bus.ts'
import { MemoryBus } from './bus/memory-bus.ts'
import { RedisBus } from './bus/redis-bus.ts'
import { isLoopback } from './config.ts'
import { Access } from './conversations/access.ts'
import { Demo } from './demo/demo.ts'
import { createDemoDoor, hostGuests } from './demo/demo-door.ts'
import { demoRoutes } from './demo/demo-routes.ts'
import { type DemoDeps, offersDemo, replacesDemo } from './demo/demo-rules.ts'
import { Exports } from './export/exports.ts'
import { createHttpServer } from './http/http-server.ts'
import { allowedOrigins } from './http/origins.ts'
import { addPages } from './http/pages.ts'
import { RateLimits } from './http/rate-limits.ts'
import type { RouteOptions } from './http/route.ts'
import { systemRoutes } from './http/system-routes.ts'
import { inboxQueries } from './inbox/inbox-queries.ts'
import { inboxRoutes } from './inbox/inbox-routes.ts'
import { bell, Hub } from './live/hub.ts'
import { acceptUpgrades } from './live/upgrade.ts'
import { createAppend } from './messages/append/create-append.ts'
import { markDelivered } from './messages/marks-rules.ts'
import { messageQueries } from './messages/messages-queries.ts'
import { messageRoutes } from './messages/messages-routes.ts'
import { Departures } from './people/departures.ts'
import { peopleRoutes } from './people/people-routes.ts'
import { ProfileNews } from './people/profile-news.ts'
import { Usernames } from './people/usernames.ts'
import { RedisLink } from './redis/redis-link.ts'
import { shareBuckets } from './redis/shared-buckets.ts'
import { shareFailures } from './redis/shared-failures.ts'
import { openForServing, ping } from './storage/database.ts'
import { calm, refusalOf } from './storage/failures.ts'
import { readEpoch } from './storage/instance.ts'
import { Nodes } from './storage/nodes.ts'

const hourMs = 3_600_000

export async function startApp({
  config,
  runtime,
  webDir,
  beatSeconds,
  bus: givenBus,
}: AppOptions): Promise<App> {
  const log = calm(runtime.log)
  let isClosing = false
  let origins: ReadonlySet<string> = new Set()
  let url = ''
  await using opened = new AsyncDisposableStack()
  const storage = opened.adopt(await openForServing(config.databaseUrl, runtime.log), (storage) =>
    storage.close(),
  )
  const epoch = await readEpoch(storage.db, runtime.newId)
  const link =
    givenBus || config.redisUrl === null
      ? null
      : new RedisLink({ url: config.redisUrl, epoch, log: runtime.log })
  const ownBus = () => (link ? RedisBus.open(link, runtime.log) : new MemoryBus(runtime.log))
  const bus = opened.adopt(givenBus ?? (await ownBus()), (bus) => bus.close())
  const rateLimits = new RateLimits(config.rateLimit, runtime.now, link && shareBuckets(link))
  const usernames = new Usernames(storage.db)
  const demo = new Demo(storage.db, (before) => {
    const keys = Object.values(before ?? {})
    usernames.forget(keys)
    bus.publish(endedSessions, accounts.sessions.idsOf(keys))
    bus.publish(demoChanged, [])
  })
  const smtp = config.mail && (await import('./mail/smtp.ts')).createSmtp(config.mail.url, config.mail.from)
  opened.defer(() => smtp?.close())
  const accounts = await createAccounts({
    storage,
    runtime,
    origin: config.publicUrl ?? `http://localhost:${config.port}`,
    secret: config.secret,
    dataDir: config.dataDir,
    signUp: config.signUp,
    isGuarded: config.rateLimit,
    sharedFailures: link && shareFailures(link, forgetAfterMs),
    onSessionEnded: (sessionId) => bus.publish(endedSessions, [sessionId]),
    tellOwn: (userKey) => bus.publish(personChannel(userKey), bell([{ type: 'me.changed' }])),
    onSessionsChanged: (sessionIds) => bus.publish(changedSessions, sessionIds),
    onSuspension: (...change) => bus.publish(suspensionChanges, [JSON.stringify(change)]),
    replacesDemo: replacesDemo(demo),
    sendMail: smtp?.send ?? null,
    mayMail: (userKey) => rateLimits.tryTake('resetMails', userKey) === 0,
  })
  accounts.mails?.start()
  opened.defer(() => accounts.mails?.close())
  opened.defer(() => accounts.deps.soon.close())
  for (const channel of [endedSessions, changedSessions])
    await bus.subscribe(channel, (ids) => ids.forEach(accounts.forget))
  const suspensions = new Suspensions(storage, log.error)
  await bus.subscribe(suspensionChanges, suspensions.hear)
  await suspensions.start()
  opened.defer(() => suspensions.close())

  const { sessions, tokens } = accounts
  const reach = { isLoopback: isLoopback(config.host), publicUrl: config.publicUrl }
  const demoDeps: DemoDeps = { demo, storage, sessions, runtime, reach }
  const door = createDemoDoor({ demo, sessions, tokens, reach })
  await demo.lookAgain()
  await bus.subscribe(demoChanged, () => demo.lookAgain().catch(log.error))

  const access = new Access(storage.db, usernames, rateLimits, suspensions)
  const pulse = new Pulse({
    version: packageJson.version,
    now: runtime.now,
    present: () => ({ sockets: hub.socketCount, people: hub.personCount }),
    others: () => nodes.others,
  })
  opened.defer(() => pulse.close())
  const ring = (userKey: number, frames: ServerFrame[]) => bus.publish(personChannel(userKey), bell(frames))
  const news = new ProfileNews({ storage, usernames, log: runtime.log, ring })
  news.start()
  opened.defer(() => news.close())
  await bus.subscribe(gonePeople, (keys) => usernames.forget(keys.map(Number)))
  const departures = new Departures({
    ...{ storage, usernames, news, runtime },
    onSessionEnded: accounts.deps.onSessionEnded,
    onGone: (userKey) => bus.publish(gonePeople, [String(userKey)]),
  })
  departures.start()
  opened.defer(() => departures.close())
  const append = createAppend(storage, ring, pulse.sent)
  const inbox = inboxQueries(storage.scans)
  const exports = new Exports({ accounts: accounts.deps, inbox, log })
  const hub = new Hub({
    bus,
    epoch,
    log,
    beatSeconds,
    headsOf: async (keys) =>
      new Map((await inbox.headsOf(keys)).map(({ user_key, head }) => [user_key, head])),
    stillLive: accounts.stillLive,
    ack: (caller, peer, number) => {
      markDelivered({ access, append }, caller, peer, number).catch((error) => runtime.log.debug(error))
    },
    mayFrame: (caller) => rateLimits.tryTake('frames', caller.key) === 0,
  })
  opened.defer(() => hub.close())
  await hub.listenForEndedSessions()

  const nodes = new Nodes(storage, {
    id: runtime.newId(),
    hearsOthers: config.redisUrl !== null,
    secretDigest: accounts.secretDigest,
    figures: () => pulse.figures(),
    now: runtime.now,
    log: runtime.log,
  })
  await nodes.join()
  opened.defer(() => nodes.leave())

  const loopDelay = monitorEventLoopDelay({ resolution: 10 })
  loopDelay.enable()
  const settings = { messagesToLoad: config.messagesToLoad, messageMaxLength: config.messageMaxLength }
  const options: RouteOptions = {
    rateLimits,
    origins: () => origins,
    messageMaxLength: config.messageMaxLength,
    findCaller: async (request, reply) => {
      const found = await door.findCaller(request.raw)
      if (found?.cookie) reply.header('set-cookie', found.cookie)
      return found?.session ?? null
    },
  }
  const http = createHttpServer(
    { runtime, storageRefusalOf: refusalOf },
    hostGuests(demo, {
      ...accountRoutes(accounts.deps),
      ...peopleRoutes({ storage, runtime, news, ring }),
      ...messageRoutes({
        queries: messageQueries(storage.db),
        append,
        access,
        usernames,
        runtime,
        ...settings,
      }),
      ...inboxRoutes({ queries: inbox, access, usernames, epoch }),
      ...exports.routes,
      ...demoRoutes(demoDeps),
      ...adminRoutes({
        ...{ accounts: accounts.deps, storage, runtime, usernames, nodes, pulse },
        mayRead: config.adminMayRead,
        origin: () => url,
      }),
      ...systemRoutes({
        instance: async (headers) => ({
          version: packageJson.version,
          needsSetUp: await needsSetUp(accounts.deps),
          offersDemo: await offersDemo(demoDeps, headers),
          signUp: await currentPolicy(accounts.deps, storage.db),
          mailsResets: smtp !== null,
          adminMayRead: config.adminMayRead,
          ...settings,
        }),
        isClosing: () => isClosing,
        ping: () => ping(storage.db),
        loopDelayMs: () => Math.round(loopDelay.percentile(99) / 1e6),
      }),
    }),
    { ...options, rewriteUrl: door.rewriteUrl, trustedProxies: config.trustedProxies },
  )
  await addPages(http, packageJson.version, webDir)
  acceptUpgrades(http.server, {
    hub,
    rewriteUrl: door.rewriteUrl,
    findSession: async (request) => (await door.findSession(request))?.session ?? null,
    origins: () => origins,
    mayOpen: () => rateLimits.tryTake('sockets', 'all') === 0,
    isClosing: () => isClosing,
    log,
  })

  await http.listen({ port: config.port, host: config.host })
  // From here on `close` ends what was opened; when something above fails, the stack has done so.
  const open = opened.move()
  const { port } = http.addresses()[0] as AddressInfo
  origins = allowedOrigins(config.publicUrl, port)
  url = config.publicUrl ?? `http://localhost:${port}`
  const sweep = setInterval(() => {
    loopDelay.reset()
    accounts.sweepExpired().catch((error) => log.error(error))
    sweepAudit(storage, runtime).catch((error) => log.error(error))
  }, hourMs)

  return {
    url,
    http,
    hub,
    storage,
    needsSetUp: () => needsSetUp(accounts.deps),
    createSetUpToken: accounts.createSetUpToken,
    async close() {
      if (isClosing) return
      isClosing = true
      clearInterval(sweep)
      loopDelay.disable()
      exports.close()
      const answered = http.close()
      // A connection whose last request has just been answered would otherwise be kept open for more.
      const letGo = setInterval(() => http.server.closeIdleConnections(), 20)
      await hub.close()
      const patience = setTimeout(() => hub.cutAll(), 5000)
      await answered
      clearTimeout(patience)
      clearInterval(letGo)
      await open[Symbol.asyncDispose]()
    },
  }
}
