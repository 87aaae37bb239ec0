/** What the audit trail records. A new kind of entry is a line here, and words for it in the web app. */
export const auditActions = [
  'signed-in',
  'sign-in-failed',
  'signed-out',
  'signed-up',
  'set-up',
  'account-created',
  'sign-up-chosen',
  'invitation-made',
  'invitation-revoked',
  'email-changed',
  'password-changed',
  'password-reset',
  'reset-link-made',
  'second-factor-on',
  'second-factor-off',
  'recovery-codes-replaced',
  'sessions-ended',
  'token-made',
  'token-revoked',
  'role-changed',
  'banned',
  'unbanned',
  'messages-read',
] as const

export type AuditAction = (typeof auditActions)[number]
