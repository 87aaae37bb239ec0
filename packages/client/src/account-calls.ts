// What somebody does about their own account: calls, and nothing kept of them.
import type { OperationInput, SessionState } from '@chatapp/contract'
import type { Rest } from './rest.ts'

type ForgotPassword = OperationInput<'forgotPassword'>['body']
type ResetPassword = OperationInput<'resetPassword'>['body']
type ChangePassword = OperationInput<'changePassword'>['body']
type ConfirmIdentity = OperationInput<'confirmIdentity'>['body']

export interface AccountCalls {
  /** Until when the invitation of a link is good; `forbidden` when it is not. */
  checkInvitation(invitation: string): Promise<{ expiresAt: string }>
  /** Asks for a mail with a reset link, by username or e-mail. Does not tell whether there is such an account. */
  forgotPassword(input: ForgotPassword): Promise<void>
  /** Sets a new password with the token of a reset link. Every session of that person ends. */
  resetPassword(input: ResetPassword): Promise<void>
  /** Every other session ends with it. A wrong current password is `validation_failed` with `wrong`. */
  changePassword(input: ChangePassword): Promise<void>
  /**
   * Proves again who one is, which holds for ten minutes: after `reauthentication_required`, then do the same again. A
   * wrong password is `validation_failed` with `wrong`.
   */
  confirmIdentity(input: ConfirmIdentity): Promise<void>
  /** Where one is signed in: this session first. */
  listSessions(): Promise<SessionState[]>
  /** Ends another session, by its ID; its sockets close at once. */
  endSession(id: string): Promise<void>
  /** Ends every session but this one. */
  endOtherSessions(): Promise<void>
}

export const accountCalls = (rest: Rest): AccountCalls => ({
  checkInvitation: (invitation) => rest.call('checkInvitation', { body: { invitation } }),
  forgotPassword: (body) => rest.call('forgotPassword', { body }),
  resetPassword: (body) => rest.call('resetPassword', { body }),
  changePassword: (body) => rest.call('changePassword', { body }),
  confirmIdentity: (body) => rest.call('confirmIdentity', { body }),
  listSessions: async () => (await rest.call('listSessions')).items,
  endSession: (id) => rest.call('endSession', { params: { id } }),
  endOtherSessions: () => rest.call('endOtherSessions'),
})
