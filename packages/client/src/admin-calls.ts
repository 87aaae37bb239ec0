// What administrators ask and do: calls, and nothing kept of them. Everybody else gets `forbidden`.
import type {
  Invitation,
  OneTimeLink,
  OperationInput,
  OperationOutput,
  Overview,
  SignUp,
  SignUpPolicy,
  WholeAccount,
} from '@chatapp/contract'
import type { Rest } from './rest.ts'

export interface AdminCalls {
  /** People, sockets, sends and processes, with the last hour minute by minute. */
  getOverview(): Promise<Overview>
  /** A page of everyone, or of those whose username, name or e-mail begins with `q`. */
  listAccounts(query: OperationInput<'listAccounts'>['query']): Promise<OperationOutput<'listAccounts'>>
  getAccount(username: string): Promise<WholeAccount>
  /** The link sets the first password, and is given only this once. */
  createAccount(input: OperationInput<'createAccount'>['body']): Promise<OperationOutput<'createAccount'>>
  /** Not of oneself, and not of the last administrator: `forbidden`. */
  setRole(username: string, role: 'user' | 'admin'): Promise<WholeAccount>
  /** Suspends an account: sessions end, nobody signs in or writes to them. As with `setRole`, `forbidden`. */
  ban(username: string, reason?: string): Promise<WholeAccount>
  unban(username: string): Promise<WholeAccount>
  /** A link that sets a new password, given only this once. The sessions of that person end. */
  createResetLink(username: string): Promise<OneTimeLink>
  /** Who may make an account, and whether the settings decide that. */
  getSignUp(): Promise<SignUp>
  /** `forbidden` when the settings decide. */
  chooseSignUp(policy: SignUpPolicy): Promise<SignUp>
  /** Those that are still good, latest first. */
  listInvitations(): Promise<Invitation[]>
  /** A link that makes accounts, given only this once. */
  createInvitation(input: OperationInput<'createInvitation'>['body']): Promise<OneTimeLink>
  revokeInvitation(id: string): Promise<void>
  endSessionsOf(username: string): Promise<WholeAccount>
  /** A page of who did what to whose account, newest first. */
  listAudit(query: OperationInput<'listAudit'>['query']): Promise<OperationOutput<'listAudit'>>
  /** A page of when somebody wrote with whom; it may be empty and have a next one. */
  listMessageRecords(
    query: OperationInput<'listMessageRecords'>['query'],
  ): Promise<OperationOutput<'listMessageRecords'>>
}

export function adminCalls(rest: Rest): AdminCalls {
  const of = (username: string) => ({ params: { username } })
  return {
    getOverview: () => rest.call('getOverview'),
    listAccounts: (query) => rest.call('listAccounts', { query }),
    getAccount: (username) => rest.call('getAccount', of(username)),
    createAccount: (body) => rest.call('createAccount', { body }),
    setRole: (username, role) => rest.call('setRole', { ...of(username), body: { role } }),
    ban: (username, reason) => rest.call('ban', { ...of(username), body: reason ? { reason } : {} }),
    unban: (username) => rest.call('unban', of(username)),
    createResetLink: (username) => rest.call('createResetLink', of(username)),
    getSignUp: () => rest.call('getSignUp'),
    chooseSignUp: (policy) => rest.call('chooseSignUp', { body: { policy } }),
    listInvitations: async () => (await rest.call('listInvitations')).items,
    createInvitation: (body) => rest.call('createInvitation', { body }),
    revokeInvitation: (id) => rest.call('revokeInvitation', { params: { id } }),
    endSessionsOf: (username) => rest.call('endSessionsOf', of(username)),
    listAudit: (query) => rest.call('listAudit', { query }),
    listMessageRecords: (query) => rest.call('listMessageRecords', { query }),
  }
}
