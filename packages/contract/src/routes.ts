/** Every operation's method and path. Plain data: browsers take this and the types, never the schemas. */
export const routes = {
  getInstance: 'GET /api/v1/instance',
  setUp: 'POST /api/v1/setup',
  signUp: 'POST /api/v1/sign-up',
  signIn: 'POST /api/v1/sign-in',
  signOut: 'POST /api/v1/sign-out',
  resetPassword: 'POST /api/v1/password/reset',
  getMe: 'GET /api/v1/me',
  changePassword: 'PUT /api/v1/me/password',
  listSessions: 'GET /api/v1/me/sessions',
  endSession: 'DELETE /api/v1/me/sessions/:id',
  endOtherSessions: 'DELETE /api/v1/me/sessions',
  listUsers: 'GET /api/v1/users',
  getUser: 'GET /api/v1/users/:username',
  listConversations: 'GET /api/v1/conversations',
  getConversation: 'GET /api/v1/conversations/:username',
  markRead: 'PUT /api/v1/conversations/:username/read',
  listMessages: 'GET /api/v1/messages',
  sendMessage: 'POST /api/v1/messages',
  getMessage: 'GET /api/v1/messages/:id',
  getFeed: 'GET /api/v1/feed',
  startDemo: 'POST /api/v1/demo',
  endDemo: 'DELETE /api/v1/demo',
  getHealth: 'GET /healthz',
  getReadiness: 'GET /readyz',
} as const

export type OperationName = keyof typeof routes
