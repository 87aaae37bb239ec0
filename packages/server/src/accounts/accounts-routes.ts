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
import { confirmIdentity } from './confirming.ts'
import { askToLeave } from './leaving-rules.ts'
import { changePassword, endOtherSessions, endSession, listSessions } from './own-sessions.ts'
import { forgotPassword, resetPassword } from './reset-rules.ts'
import {
  beginSecondFactor,
  finishSecondFactor,
  readSecondFactor,
  replaceRecoveryCodes,
  turnOffSecondFactor,
} from './second-factor-rules.ts'
import { checkInvitation } from './sign-up-policy.ts'

type AccountOperation =
  | ('setUp' | 'signUp' | 'checkInvitation' | 'signIn' | 'signOut' | 'getMe')
  | (
      | 'forgotPassword'
      | 'resetPassword'
      | 'changePassword'
      | 'confirmIdentity'
      | 'listSessions'
      | 'endSession'
      | 'endOtherSessions'
    )
  | 'deleteAccount'
  | ('getSecondFactor' | 'beginSecondFactor' | 'finishSecondFactor')
  | ('turnOffSecondFactor' | 'replaceRecoveryCodes')

export function accountRoutes(deps: AccountDeps): Handlers<AccountOperation> {
  return {
    setUp: async (_, { body }, asked) => signedIn(201, await setUp(deps, clientOf(asked), body)),
    signUp: async (_, { body }, asked) => signedIn(201, await signUp(deps, clientOf(asked), body)),
    checkInvitation: (_, { body }) => checkInvitation(deps, body.invitation),
    signIn: async (_, { body }, asked) => signedIn(200, await signIn(deps, clientOf(asked), body)),
    signOut: async ({ cookiePath }, _input, asked) =>
      new Reply(204, undefined, { 'set-cookie': await signOut(deps, clientOf(asked), cookiePath) }),
    getMe: (caller) => readMe(deps, caller.key),
    forgotPassword: async (_, { body }) => done(forgotPassword(deps, body)),
    resetPassword: (_, { body }) => done(resetPassword(deps, body)),
    changePassword: (caller, { body }, asked) => done(changePassword(deps, caller, clientOf(asked), body)),
    confirmIdentity: (caller, { body }, asked) => done(confirmIdentity(deps, caller, clientOf(asked), body)),
    listSessions: (caller) => listSessions(deps, caller),
    endSession: (caller, { params }) => done(endSession(deps, caller, params.id)),
    endOtherSessions: (caller) => done(endOtherSessions(deps, caller)),
    deleteAccount: async (caller, _input, asked) => {
      await askToLeave(deps, caller)
      const cleared = await signOut(deps, clientOf(asked), caller.cookiePath)
      return new Reply(204, undefined, { 'set-cookie': cleared })
    },
    getSecondFactor: (caller) => readSecondFactor(deps, caller),
    beginSecondFactor: (caller) => beginSecondFactor(deps, caller),
    finishSecondFactor: (caller, { body }) => finishSecondFactor(deps, caller, body),
    turnOffSecondFactor: (caller) => done(turnOffSecondFactor(deps, caller)),
    replaceRecoveryCodes: (caller) => replaceRecoveryCodes(deps, caller),
  }
}

/** An empty answer, once something is done. */
const done = async (work: Promise<void> | void) => {
  await work
  return new Reply(204, undefined)
}

const signedIn = (status: number, { user, cookies, wasLeaving = false }: SignedIn) =>
  new Reply(status, { user, ...(wasLeaving && { wasLeaving }) }, { 'set-cookie': cookies })

const clientOf = ({ address, request }: Asked): Client => ({
  address,
  userAgent: request.headers['user-agent'],
  cookie: request.headers.cookie,
})
