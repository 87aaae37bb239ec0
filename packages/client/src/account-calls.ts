// What somebody does about their own account: calls, and nothing kept of them but who they are.
import type {
  ApiToken,
  Me,
  OperationInput,
  OperationOutput,
  SecondFactor,
  SessionState,
  Upload,
} from '@chatapp/contract'
import type { CallOptions, Downloaded, Rest } from './rest.ts'

type ForgotPassword = OperationInput<'forgotPassword'>['body']
type ResetPassword = OperationInput<'resetPassword'>['body']
type ChangePassword = OperationInput<'changePassword'>['body']
type ConfirmIdentity = OperationInput<'confirmIdentity'>['body']
type UpdateProfile = OperationInput<'updateProfile'>['body']
type CreateToken = OperationInput<'createToken'>['body']

export interface AccountCalls {
  /** Until when the invitation of a link is good; `forbidden` when it is not. */
  checkInvitation(invitation: string): Promise<{ expiresAt: string }>
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
  /**
   * Asks for another address; it is confirmed by mail where this server sends any (`pendingEmail` until then). The
   * snapshot's `me` is the new one when it ends. `reauthentication_required` asks for `confirmIdentity` first.
   */
  changeEmail(email: string): Promise<void>
  /** Confirms an address with the token of the link in a mail. `validation_failed` when somebody else has it. */
  confirmEmail(token: string): Promise<void>
  /** Every other session ends with it. A wrong current password is `validation_failed` with `wrong`. */
  changePassword(input: ChangePassword): Promise<void>
  /**
   * Proves again who one is, which holds for ten minutes: after `reauthentication_required`, then do the same again. A
   * wrong password is `validation_failed` with `wrong`; without its code, who has a second step gets
   * `second_factor_required`.
   */
  confirmIdentity(input: ConfirmIdentity): Promise<void>
  /** Where one is signed in: this session first. */
  listSessions(): Promise<SessionState[]>
  /** Ends another session, by its ID; its sockets close at once. */
  endSession(id: string): Promise<void>
  /** Ends every session but this one. */
  endOtherSessions(): Promise<void>
  /**
   * All that is kept of one, as a file to be saved; a page to be read, or JSON. Must be confirmed, and one at a time.
   * @param onProgress hears how many messages have come, and of how many.
   */
  exportData(
    format: 'json' | 'html',
    options?: CallOptions & { onProgress?(done: number, total: number): void },
  ): Promise<Downloaded>
  /** Whether signing in takes a code after the password, and how many recovery codes are left. */
  getSecondFactor(): Promise<SecondFactor>
  /** A new secret for an authenticator app. Nothing changes until `finishSecondFactor`. Must be confirmed. */
  beginSecondFactor(): Promise<OperationOutput<'beginSecondFactor'>>
  /** Turns the second step on, with a code of the app. Gives the recovery codes, which nobody can ask for again. */
  finishSecondFactor(code: string): Promise<string[]>
  /** Must be confirmed. */
  turnOffSecondFactor(): Promise<void>
  /** Gives new recovery codes; those made before are worth nothing any more. Must be confirmed. */
  replaceRecoveryCodes(): Promise<string[]>
  /** The tokens with which programs act for one, latest first. */
  listTokens(): Promise<ApiToken[]>
  /** Makes one; it is in the answer and nowhere else. `forbidden` when there are as many as there may be. */
  createToken(input: CreateToken): Promise<OperationOutput<'createToken'>>
  /** Revokes one, by its ID; its sockets close at once. */
  revokeToken(id: string): Promise<void>
}

/** @param take hears who they are now. */
export const accountCalls = (rest: Rest, take: (me: Me) => void): AccountCalls => ({
  checkInvitation: (invitation) => rest.call('checkInvitation', { body: { invitation } }),
  updateProfile: async (body) => take(await rest.call('updateProfile', { body })),
  setAvatar: async (body) => take(await rest.call('setAvatar', { body })),
  removeAvatar: async () => take(await rest.call('removeAvatar')),
  forgotPassword: (body) => rest.call('forgotPassword', { body }),
  resetPassword: (body) => rest.call('resetPassword', { body }),
  changeEmail: async (email) => take(await rest.call('changeEmail', { body: { email } })),
  confirmEmail: (token) => rest.call('confirmEmail', { body: { token } }),
  changePassword: (body) => rest.call('changePassword', { body }),
  confirmIdentity: (body) => rest.call('confirmIdentity', { body }),
  listSessions: async () => (await rest.call('listSessions')).items,
  endSession: (id) => rest.call('endSession', { params: { id } }),
  endOtherSessions: () => rest.call('endOtherSessions'),
  async exportData(format, { signal, onProgress } = {}) {
    let lines = 0
    return rest.download(
      'exportData',
      { query: { format } },
      {
        ...(signal && { signal }),
        onPiece(piece, headers) {
          const total = Number(headers.get('x-total-messages') ?? 0)
          // Each message is a line; the few others at the beginning make no difference.
          lines += lineFeedsIn(piece)
          onProgress?.(Math.min(lines, total), total)
        },
      },
    )
  },
  getSecondFactor: () => rest.call('getSecondFactor'),
  beginSecondFactor: () => rest.call('beginSecondFactor'),
  finishSecondFactor: async (code) =>
    (await rest.call('finishSecondFactor', { body: { code } })).recoveryCodes,
  turnOffSecondFactor: () => rest.call('turnOffSecondFactor'),
  replaceRecoveryCodes: async () => (await rest.call('replaceRecoveryCodes')).recoveryCodes,
  listTokens: async () => (await rest.call('listTokens')).items,
  createToken: (body) => rest.call('createToken', { body }),
  revokeToken: (id) => rest.call('revokeToken', { params: { id } }),
})

function lineFeedsIn(bytes: Uint8Array): number {
  let count = 0
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++
  return count
}
