import type { OperationInput, OperationName } from '@chatapp/contract'
import { castPassword } from './cast.ts'

export interface Place {
  /** A username that is in use. */
  peer: string
  /** The ID of a message. */
  messageId: string
  /** A username that nobody has yet. */
  newcomer: string
}

/** For every operation something to ask that is in order. Whoever adds an operation adds a line here. */
export const goodInputs = ({ peer, messageId, newcomer }: Place) =>
  ({
    getInstance: {},
    setUp: { body: { token: 'not-the-token', ...registration(newcomer) } },
    signUp: { body: registration(newcomer) },
    checkInvitation: { body: { invitation: 'not-the-token' } },
    signIn: { body: { login: peer, password: castPassword } },
    signOut: {},
    forgotPassword: { body: { login: peer } },
    resetPassword: { body: { token: 'not-the-token', password: castPassword } },
    getMe: {},
    updateProfile: { body: { name: 'Somebody Else', bio: 'Mostly at sea.' } },
    exportData: { query: { format: 'json' } },
    deleteAccount: {},
    setAvatar: { body: smallPicture },
    removeAvatar: {},
    getAvatar: { params: { id: 'ThereIsNoSuchPicture00' } },
    changeEmail: { body: { email: `${newcomer}@example.org` } },
    confirmEmail: { body: { token: 'not-the-token' } },
    changePassword: { body: { currentPassword: castPassword, password: castPassword } },
    confirmIdentity: { body: { password: castPassword } },
    listSessions: {},
    endSession: { params: { id: '01890000-0000-7000-8000-00000000dead' } },
    endOtherSessions: {},
    getSecondFactor: {},
    beginSecondFactor: {},
    finishSecondFactor: { body: { code: 'no code' } },
    turnOffSecondFactor: {},
    replaceRecoveryCodes: {},
    listTokens: {},
    createToken: { body: { name: 'Weather', days: 30 } },
    revokeToken: { params: { id: '01890000-0000-7000-8000-00000000dead' } },
    listUsers: { query: { q: peer, limit: 10 } },
    getUser: { params: { username: peer } },
    listConversations: { query: { limit: 10 } },
    getConversation: { params: { username: peer } },
    markRead: { params: { username: peer }, body: { number: 1 } },
    listMessages: { query: { with: peer, before: 2, limit: 10 } },
    sendMessage: { body: { to: peer, body: 'And you?', replyTo: messageId } },
    getMessage: { params: { id: messageId } },
    getFeed: { query: { after: 0, limit: 10 } },
    startDemo: {},
    endDemo: {},
    listAccounts: { query: { q: peer, limit: 10 } },
    createAccount: { body: about(newcomer) },
    getSignUp: {},
    chooseSignUp: { body: { policy: 'open' } },
    listInvitations: {},
    createInvitation: { body: { uses: 1, days: 7 } },
    revokeInvitation: { params: { id: '01890000-0000-7000-8000-00000000dead' } },
    getAccount: { params: { username: peer } },
    setRole: { params: { username: peer }, body: { role: 'user' } },
    ban: { params: { username: peer }, body: { reason: 'Too loud' } },
    unban: { params: { username: peer } },
    createResetLink: { params: { username: peer } },
    endSessionsOf: { params: { username: peer } },
    getOverview: {},
    listAudit: { query: { user: peer, action: 'signed-up', limit: 10 } },
    listMessageRecords: { query: { user: peer, after: '2020-01-01T00:00:00Z', limit: 10 } },
    getHealth: {},
    getReadiness: {},
  }) satisfies { [N in OperationName]: OperationInput<N> }

/** One pixel. */
const smallPicture = new Blob(
  [
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  ],
  { type: 'image/png' },
)

const about = (username: string) => ({
  name: 'New Comer',
  username,
  email: `${username}@example.com`,
})

export const registration = (username: string) => ({ ...about(username), password: castPassword })
