import { type Asked, type Handlers, Reply } from '../http/route.ts'
import {
  type AccountDeps,
  type Client,
  readMe,
  type SignedIn,
  setUp,
  signIn,
  signOut,
  signUp,
} from './accounts-rules.ts'

export function accountRoutes(
  deps: AccountDeps,
): Handlers<'setUp' | 'signUp' | 'signIn' | 'signOut' | 'getMe'> {
  return {
    setUp: async (_, { body }, asked) => signedIn(201, await setUp(deps, clientOf(asked), body)),
    signUp: async (_, { body }, asked) => signedIn(201, await signUp(deps, clientOf(asked), body)),
    signIn: async (_, { body }, asked) => signedIn(200, await signIn(deps, clientOf(asked), body)),
    signOut: async ({ cookiePath }, _input, asked) =>
      new Reply(204, undefined, { 'set-cookie': await signOut(deps, clientOf(asked), cookiePath) }),
    getMe: (caller) => readMe(deps, caller.key),
  }
}

const signedIn = (status: number, { user, cookies }: SignedIn) =>
  new Reply(status, { user }, { 'set-cookie': cookies })

const clientOf = ({ address, request }: Asked): Client => ({
  address,
  userAgent: request.headers['user-agent'],
  cookie: request.headers.cookie,
})
