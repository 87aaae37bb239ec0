/** Who gets what: every operation, asked by everyone who could ask it. A new operation needs a row of its own. */
import { type Operation, type OperationInput, type OperationName, operations } from '@chatapp/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { goodInputs } from '../testing/good-inputs.ts'
import { startTestServer, TestPerson, type TestServer } from '../testing/index.ts'
import { joinAdmin } from '../testing/join-admin.ts'
import { startProgram } from '../testing/start-program.ts'

/**
 * Ana wrote to Ben. Chloe is a stranger to both, nobody has no session, the administrator looks after the instance. The
 * token is that of a program of Ana's.
 */
type Caller = 'sender' | 'recipient' | 'stranger' | 'nobody' | 'admin' | 'token'

const matrix: Record<OperationName, Record<Caller, number>> = {
  getInstance: { sender: 200, recipient: 200, stranger: 200, nobody: 200, admin: 200, token: 200 },
  setUp: { sender: 403, recipient: 403, stranger: 403, nobody: 403, admin: 403, token: 403 },
  signUp: { sender: 201, recipient: 201, stranger: 201, nobody: 201, admin: 201, token: 201 },
  checkInvitation: { sender: 403, recipient: 403, stranger: 403, nobody: 403, admin: 403, token: 403 },
  signIn: { sender: 200, recipient: 200, stranger: 200, nobody: 200, admin: 200, token: 200 },
  signOut: { sender: 204, recipient: 204, stranger: 204, nobody: 401, admin: 204, token: 403 },
  forgotPassword: { sender: 403, recipient: 403, stranger: 403, nobody: 403, admin: 403, token: 403 },
  resetPassword: { sender: 403, recipient: 403, stranger: 403, nobody: 403, admin: 403, token: 403 },
  getMe: { sender: 200, recipient: 200, stranger: 200, nobody: 401, admin: 200, token: 200 },
  updateProfile: { sender: 200, recipient: 200, stranger: 200, nobody: 401, admin: 200, token: 200 },
  exportData: { sender: 200, recipient: 200, stranger: 200, nobody: 401, admin: 200, token: 403 },
  deleteAccount: { sender: 204, recipient: 204, stranger: 204, nobody: 401, admin: 403, token: 403 },
  setAvatar: { sender: 200, recipient: 200, stranger: 200, nobody: 401, admin: 200, token: 200 },
  removeAvatar: { sender: 200, recipient: 200, stranger: 200, nobody: 401, admin: 200, token: 200 },
  getAvatar: { sender: 404, recipient: 404, stranger: 404, nobody: 401, admin: 404, token: 404 },
  changeEmail: { sender: 200, recipient: 200, stranger: 200, nobody: 401, admin: 200, token: 403 },
  confirmEmail: { sender: 403, recipient: 403, stranger: 403, nobody: 403, admin: 403, token: 403 },
  changePassword: { sender: 204, recipient: 204, stranger: 204, nobody: 401, admin: 204, token: 403 },
  confirmIdentity: { sender: 204, recipient: 204, stranger: 204, nobody: 401, admin: 204, token: 403 },
  listSessions: { sender: 200, recipient: 200, stranger: 200, nobody: 401, admin: 200, token: 403 },
  endSession: { sender: 404, recipient: 404, stranger: 404, nobody: 401, admin: 404, token: 403 },
  endOtherSessions: { sender: 204, recipient: 204, stranger: 204, nobody: 401, admin: 204, token: 403 },
  getSecondFactor: { sender: 200, recipient: 200, stranger: 200, nobody: 401, admin: 200, token: 403 },
  beginSecondFactor: { sender: 200, recipient: 200, stranger: 200, nobody: 401, admin: 200, token: 403 },
  finishSecondFactor: { sender: 422, recipient: 422, stranger: 422, nobody: 401, admin: 422, token: 403 },
  turnOffSecondFactor: { sender: 204, recipient: 204, stranger: 204, nobody: 401, admin: 204, token: 403 },
  replaceRecoveryCodes: { sender: 404, recipient: 404, stranger: 404, nobody: 401, admin: 404, token: 403 },
  listTokens: { sender: 200, recipient: 200, stranger: 200, nobody: 401, admin: 200, token: 403 },
  createToken: { sender: 201, recipient: 201, stranger: 201, nobody: 401, admin: 201, token: 403 },
  revokeToken: { sender: 404, recipient: 404, stranger: 404, nobody: 401, admin: 404, token: 403 },
  listUsers: { sender: 200, recipient: 200, stranger: 200, nobody: 401, admin: 200, token: 200 },
  getUser: { sender: 200, recipient: 200, stranger: 200, nobody: 401, admin: 200, token: 200 },
  listConversations: { sender: 200, recipient: 200, stranger: 200, nobody: 401, admin: 200, token: 200 },
  getConversation: { sender: 200, recipient: 200, stranger: 404, nobody: 401, admin: 404, token: 200 },
  markRead: { sender: 200, recipient: 200, stranger: 404, nobody: 401, admin: 404, token: 200 },
  listMessages: { sender: 200, recipient: 200, stranger: 200, nobody: 401, admin: 200, token: 200 },
  sendMessage: { sender: 201, recipient: 201, stranger: 422, nobody: 401, admin: 422, token: 201 },
  getMessage: { sender: 200, recipient: 200, stranger: 404, nobody: 401, admin: 404, token: 200 },
  getFeed: { sender: 200, recipient: 200, stranger: 200, nobody: 401, admin: 200, token: 200 },
  startDemo: { sender: 403, recipient: 403, stranger: 403, nobody: 403, admin: 403, token: 403 },
  endDemo: { sender: 403, recipient: 403, stranger: 403, nobody: 403, admin: 403, token: 403 },
  listAccounts: { sender: 403, recipient: 403, stranger: 403, nobody: 401, admin: 200, token: 403 },
  createAccount: { sender: 403, recipient: 403, stranger: 403, nobody: 401, admin: 201, token: 403 },
  getAccount: { sender: 403, recipient: 403, stranger: 403, nobody: 401, admin: 200, token: 403 },
  setRole: { sender: 403, recipient: 403, stranger: 403, nobody: 401, admin: 200, token: 403 },
  ban: { sender: 403, recipient: 403, stranger: 403, nobody: 401, admin: 200, token: 403 },
  unban: { sender: 403, recipient: 403, stranger: 403, nobody: 401, admin: 200, token: 403 },
  createResetLink: { sender: 403, recipient: 403, stranger: 403, nobody: 401, admin: 201, token: 403 },
  endSessionsOf: { sender: 403, recipient: 403, stranger: 403, nobody: 401, admin: 200, token: 403 },
  getSignUp: { sender: 403, recipient: 403, stranger: 403, nobody: 401, admin: 200, token: 403 },
  chooseSignUp: { sender: 403, recipient: 403, stranger: 403, nobody: 401, admin: 200, token: 403 },
  listInvitations: { sender: 403, recipient: 403, stranger: 403, nobody: 401, admin: 200, token: 403 },
  createInvitation: { sender: 403, recipient: 403, stranger: 403, nobody: 401, admin: 201, token: 403 },
  revokeInvitation: { sender: 403, recipient: 403, stranger: 403, nobody: 401, admin: 404, token: 403 },
  getOverview: { sender: 403, recipient: 403, stranger: 403, nobody: 401, admin: 200, token: 403 },
  listAudit: { sender: 403, recipient: 403, stranger: 403, nobody: 401, admin: 200, token: 403 },
  listMessageRecords: { sender: 403, recipient: 403, stranger: 403, nobody: 401, admin: 200, token: 403 },
  getHealth: { sender: 200, recipient: 200, stranger: 200, nobody: 200, admin: 200, token: 200 },
  getReadiness: { sender: 200, recipient: 200, stranger: 200, nobody: 200, admin: 200, token: 200 },
}

/** Everyone who is signed in may look people up; these answers hold names, and nothing else of anyone. */
const directory: OperationName[] = ['listUsers', 'getUser']
const names = Object.keys(operations) as OperationName[]
const callers: Caller[] = ['sender', 'recipient', 'stranger', 'nobody', 'admin', 'token']
const body = 'Meet me at the lighthouse, alone'

let server: TestServer
let people: Record<Caller, TestPerson>
let messageId: string

beforeAll(async () => {
  server = await startTestServer()
  const ana = await server.join('ana')
  people = {
    sender: ana,
    recipient: await server.join('ben'),
    stranger: await server.join('chloe'),
    nobody: server.stranger(),
    admin: await joinAdmin(server),
    token: await startProgram(ana),
  }
  await server.join('dana')
  messageId = (await people.sender.send('ben', body)).id
})
afterAll(async () => {
  expect(server.unexpected).toEqual([])
  await server[Symbol.asyncDispose]()
})

test('every operation has a row, and every row an operation', () => {
  expect(Object.keys(matrix).sort()).toEqual([...names].sort())
})

test.each(callers.flatMap((caller) => names.map((name) => [caller, name] as const)))(
  'the %s who asks %s gets what the matrix says',
  async (caller, name) => {
    const peer = caller === 'sender' || caller === 'token' ? 'ben' : 'ana'
    const inputs = {
      ...goodInputs({ peer, messageId, newcomer: `new_${caller}` }),
      createAccount: { body: { name: 'New', username: 'new_made', email: 'new_made@example.com' } },
      signIn: goodInputs({ peer: 'dana', messageId, newcomer: '' }).signIn,
    }
    // With the same session, but without changing it: whoever signs out here may ask again.
    const asking = new TestPerson(server.url)
    asking.cookie = (name === 'signOut' ? await signInAgain(caller) : people[caller]).cookie
    asking.token = people[caller].token
    const answer = await asking.call(name, inputs[name] as OperationInput<typeof name>)
    expect(answer.status, JSON.stringify(answer.body)).toBe(matrix[name][caller])
    if (name === 'deleteAccount' && answer.status === 204) {
      // Who comes back stays, but for the tokens of their programs.
      people[caller].cookie = (await signInAgain(caller)).cookie
      if (caller === 'sender') people.token = await startProgram(people.sender)
    }

    if (caller === 'sender' || caller === 'recipient' || caller === 'token') return
    const said = `${JSON.stringify(answer.body)} ${JSON.stringify([...answer.headers])}`
    for (const secret of [body, 'lighthouse']) expect(said).not.toContain(secret)
    // Administrators see whose account is whose, and that there are messages.
    if (caller === 'admin' && operations[name].caller === 'admin') return
    for (const secret of [messageId, messageId.replaceAll('-', '')]) expect(said).not.toContain(secret)
    if (directory.includes(name)) return
    expect(said).not.toMatch(/\b(ana|ben|Kovač|Osei)\b/)
  },
)

test('a token may do what its person may, except about the account itself', () => {
  for (const name of names) {
    const { onlySessions }: Operation = operations[name]
    expect(matrix[name].token, name).toBe(onlySessions ? 403 : matrix[name].sender)
  }
})

test.each(['stranger', 'admin'] as const)(
  'the %s cannot get at the message by any way of asking',
  async (caller) => {
    const outsider = people[caller]
    const absent = crypto.randomUUID()
    for (const [here, nowhere] of [
      [{ ids: messageId }, { ids: absent }],
      [{ ids: `${messageId},${absent}` }, { ids: `${absent},${absent}` }],
      [{ with: 'ana' }, { with: 'dana' }],
      [
        { with: 'ana', around: 1 },
        { with: 'dana', around: 1 },
      ],
    ] as OperationInput<'listMessages'>['query'][][])
      expect((await outsider.call('listMessages', { query: here! })).body).toEqual(
        (await outsider.call('listMessages', { query: nowhere! })).body,
      )
    // Absent and forbidden look the same.
    const forbidden = await outsider.call('getMessage', { params: { id: messageId } })
    const missing = await outsider.call('getMessage', { params: { id: absent } })
    expect({ ...forbidden.problem, requestId: '' }).toEqual({ ...missing.problem, requestId: '' })
    // Sending again under its ID tells no more than that the ID is taken.
    const again = await outsider.call('sendMessage', { body: { id: messageId, to: 'ben', body } })
    expect(again.status).toBe(409)
    expect(JSON.stringify(again.body)).not.toContain('lighthouse')
    expect((await people.recipient.call('listConversations')).body.items).toHaveLength(1)
  },
)

async function signInAgain(caller: Caller): Promise<TestPerson> {
  const person = server.stranger()
  const { me, token } = people[caller]
  if (me && token === null)
    await person.call('signIn', goodInputs({ peer: me.username, messageId, newcomer: '' }).signIn)
  return person
}
