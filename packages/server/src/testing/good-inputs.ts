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

export const registration = (username: string) => ({
  name: 'New Comer',
  username,
  email: `${username}@example.com`,
  password: castPassword,
})
