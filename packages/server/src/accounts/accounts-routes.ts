import { type Asked, type Handlers, Reply } from '../http/route.ts'
import {
  type AccountDeps,
  type Client,
  clearCookie,
  readMe,
  type SignedIn,
  setUp,
  signOut,
  signUp,
} from './accounts-rules.ts'
import { confirmIdentity } from './confirming.ts'
import { changeEmail, confirmEmail } from './emails.ts'
import { askToLeave } from './leaving-rules.ts'
import { changePassword, endOtherSessions, endSession, listSessions } from './own-sessions.ts'
import { createToken, listTokens, revokeToken } from './own-tokens.ts'
import { forgotPassword, resetPassword } from './reset-rules.ts'
import {
  beginSecondFactor,
  finishSecondFactor,
  readSecondFactor,
  replaceRecoveryCodes,
  turnOffSecondFactor,
} from './second-factor-rules.ts'
import { signIn } from './sign-in-rules.ts'
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
  | ('changeEmail' | 'confirmEmail')
  | ('getSecondFactor' | 'beginSecondFactor' | 'finishSecondFactor')
  | ('turnOffSecondFactor' | 'replaceRecoveryCodes')
  | ('listTokens' | 'createToken' | 'revokeToken')

export function accountRoutes(deps: AccountDeps): Handlers<AccountOperation> {
  return {
    setUp: async (_, { body }, asked) => signedIn(201, await setUp(deps, clientOf(asked), body)),
    signUp: async (_, { body }, asked) => signedIn(201, await signUp(deps, clientOf(asked), body)),
    checkInvitation: (_, { body }) => checkInvitation(deps, body.invitation),
    signIn: async (_, { body }, asked) => signedIn(200, await signIn(deps, clientOf(asked), body)),
    signOut: async (caller, _input, asked) =>
      new Reply(204, undefined, { 'set-cookie': await signOut(deps, caller, clientOf(asked)) }),
    getMe: (caller) => readMe(deps, caller.key),
    forgotPassword: async (_, { body }) => done(forgotPassword(deps, body)),
    resetPassword: (_, { body }, asked) => done(resetPassword(deps, clientOf(asked), body)),
    changeEmail: (caller, { body }, asked) => changeEmail(deps, caller, clientOf(asked), body),
    confirmEmail: (_, { body }, asked) => done(confirmEmail(deps, clientOf(asked), body)),
    changePassword: (caller, { body }, asked) => done(changePassword(deps, caller, clientOf(asked), body)),
    confirmIdentity: (caller, { body }, asked) => done(confirmIdentity(deps, caller, clientOf(asked), body)),
    listSessions: (caller) => listSessions(deps, caller),
    endSession: (caller, { params }, asked) => done(endSession(deps, caller, clientOf(asked), params.id)),
    endOtherSessions: (caller, _input, asked) => done(endOtherSessions(deps, caller, clientOf(asked))),
    deleteAccount: async (caller, _input, asked) => {
      await askToLeave(deps, caller, clientOf(asked))
      const cleared = await clearCookie(deps, caller, clientOf(asked))
      return new Reply(204, undefined, { 'set-cookie': cleared })
    },
    getSecondFactor: (caller) => readSecondFactor(deps, caller),
    beginSecondFactor: (caller) => beginSecondFactor(deps, caller),
    finishSecondFactor: (caller, { body }, asked) => finishSecondFactor(deps, caller, clientOf(asked), body),
    turnOffSecondFactor: (caller, _input, asked) => done(turnOffSecondFactor(deps, caller, clientOf(asked))),
    replaceRecoveryCodes: (caller, _input, asked) => replaceRecoveryCodes(deps, caller, clientOf(asked)),
    listTokens: (caller) => listTokens(deps, caller),
    createToken: (caller, { body }, asked) => createToken(deps, caller, clientOf(asked), body),
    revokeToken: (caller, { params }, asked) => done(revokeToken(deps, caller, clientOf(asked), params.id)),
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
