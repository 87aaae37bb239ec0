/** `/demo/ada/…` and `/demo/bob/…`: the API and the socket once more, each for one of the demo's people alone. */
import type { IncomingMessage } from 'node:http'
import type { createSessions, FoundSession } from '../accounts/sessions.ts'
import type { Tokens } from '../accounts/tokens.ts'
import { bearerOf } from '../http/bearer.ts'
import { Refused } from '../http/refused.ts'
import type { Caller, Handler, Handlers } from '../http/route.ts'
import type { DemoPeople } from '../storage/instance.ts'
import type { Demo } from './demo.ts'
import { pathOf } from './demo-rules.ts'
import { isAtThisMachine, type Reach } from './this-machine.ts'

export interface DoorDeps {
  demo: Demo
  sessions: Pick<Awaited<ReturnType<typeof createSessions>>, 'find'>
  tokens: Pick<Tokens, 'find'>
  reach: Reach
}

/** A request that came under the path of one of the two. */
interface Visit {
  username: keyof DemoPeople
  people: DemoPeople
}

/** One of the two, in the demo they were found in. */
interface Guest extends Caller {
  readonly people: DemoPeople
}

const prefix = '/demo/'
const inside = /^\/demo\/(ada|bob)(\/api\/v1\/.*|\/ws)$/

export function createDemoDoor({ demo, sessions, tokens, reach }: DoorDeps) {
  const visits = new WeakMap<IncomingMessage, Visit>()

  /**
   * The session or the token behind a request; under the path of one of the two no other session than theirs, among all
   * cookies given. Where there is a token, it decides.
   */
  async function find(request: IncomingMessage): Promise<FoundSession | null> {
    const visit = demo.people && visits.get(request)
    if (visit) return (await demo.lookAgain()) === visit.people ? findGuest(request, visit) : null
    const token = bearerOf(request)
    const found = await (token === null ? sessions.find(request.headers.cookie) : tokens.find(token))
    if (found === null || demo.people === null) return found
    if (Object.values(demo.people).includes(found.session.key)) return null
    // Somebody has an account, so the demo has ended, elsewhere.
    await demo.lookAgain()
    return found
  }

  async function findGuest(
    request: IncomingMessage,
    { username, people }: Visit,
  ): Promise<FoundSession | null> {
    // The demo's people have no programs.
    if (bearerOf(request) !== null) return null
    const cookiePath = pathOf(username)
    for (const cookie of (request.headers.cookie ?? '').split(';')) {
      const found = await sessions.find(cookie, cookiePath)
      if (found?.session.key !== people[username]) continue
      // Whoever looks at the cookies after us, such as the end of a session, shall find the same one.
      request.headers.cookie = cookie
      const guest: Guest & FoundSession['session'] = { ...found.session, cookiePath, people }
      // It may have ended while the session was being prolonged.
      return demo.people === people ? { ...found, session: guest } : null
    }
    return null
  }

  return {
    /** The path without what leads into the demo, where that is open to this request; otherwise as it is. */
    rewriteUrl(request: IncomingMessage): string {
      const url = request.url ?? ''
      if (demo.people === null || !url.startsWith(prefix)) return url
      const [, username, path] = inside.exec(url) ?? []
      if (path === undefined || !isAtThisMachine(reach, request.headers)) return url
      visits.set(request, { username: username as keyof DemoPeople, people: demo.people })
      return path
    },

    findSession: find,

    /** @throws Refused `not_found` when the demo has ended, elsewhere. */
    async findCaller(request: IncomingMessage): Promise<FoundSession | null> {
      const { people } = demo
      const found = await find(request)
      if (found === null && people !== demo.people && visits.has(request)) throw new Refused('not_found')
      return found
    },
  }
}

/** Every handler as it is; those of the demo's people are answered within its order. */
export function hostGuests(demo: Demo, handlers: Handlers): Handlers {
  const hosted = Object.entries(handlers).map(([name, handler]) => [
    name,
    hostGuest(demo, handler as AnyHandler),
  ])
  return Object.fromEntries(hosted) as Handlers
}

type AnyHandler = Handler<'getMe'>

const hostGuest =
  (demo: Demo, handler: AnyHandler): AnyHandler =>
  (caller: Caller | null, input, asked) => {
    const answer = () => handler(caller as Caller, input, asked)
    return isGuest(caller) ? demo.host(caller.people, answer) : answer()
  }

const isGuest = (caller: Caller | null): caller is Guest => caller !== null && 'people' in caller
