// What somebody does about their own account: calls, and nothing kept of them but who they are.
import type { Me, OperationInput, SessionState, Upload } from '@chatapp/contract'
import type { Rest } from './rest.ts'

type ForgotPassword = OperationInput<'forgotPassword'>['body']
type ResetPassword = OperationInput<'resetPassword'>['body']
type ChangePassword = OperationInput<'changePassword'>['body']
type ConfirmIdentity = OperationInput<'confirmIdentity'>['body']

type UpdateProfile = OperationInput<'updateProfile'>['body']

export interface AccountCalls {
  /** Changes the name or what one says of oneself. The snapshot's `me` is the new one when it ends. */
  updateProfile(input: UpdateProfile): Promise<void>
  /**
   * Sets one's picture: a PNG, JPEG, WebP or GIF of 10 MiB and 40 megapixels at most, such as a `File`. Its middle is
   * kept. What is none is `validation_failed`, with `empty`, `bad_format` or `out_of_range`.
   */
  setAvatar(picture: Upload): Promise<void>
  removeAvatar(): Promise<void>
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

/** @param take hears who they are now. */
export const accountCalls = (rest: Rest, take: (me: Me) => void): AccountCalls => ({
  updateProfile: async (body) => take(await rest.call('updateProfile', { body })),
  setAvatar: async (body) => take(await rest.call('setAvatar', { body })),
  removeAvatar: async () => take(await rest.call('removeAvatar')),
  forgotPassword: (body) => rest.call('forgotPassword', { body }),
  resetPassword: (body) => rest.call('resetPassword', { body }),
  changePassword: (body) => rest.call('changePassword', { body }),
  confirmIdentity: (body) => rest.call('confirmIdentity', { body }),
  listSessions: async () => (await rest.call('listSessions')).items,
  endSession: (id) => rest.call('endSession', { params: { id } }),
  endOtherSessions: () => rest.call('endOtherSessions'),
})
