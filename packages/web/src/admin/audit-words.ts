import type { AuditAction } from '@chatapp/contract'

/** What the trail's entries are called. */
export const auditWords: Record<AuditAction, string> = {
  'signed-in': 'Signed in',
  'sign-in-failed': 'Failed to sign in',
  'signed-out': 'Signed out',
  'signed-up': 'Signed up',
  'set-up': 'Set up the server',
  'account-created': 'Account made',
  'sign-up-chosen': 'Who may sign up chosen',
  'invitation-made': 'Invitation made',
  'invitation-revoked': 'Invitation taken back',
  'email-changed': 'Address changed',
  'password-changed': 'Password changed',
  'password-reset': 'Password set by a link',
  'reset-link-made': 'Link for a new password made',
  'second-factor-on': 'Two-step sign-in turned on',
  'second-factor-off': 'Two-step sign-in turned off',
  'recovery-codes-replaced': 'Recovery codes replaced',
  'sessions-ended': 'Sessions ended',
  'token-made': 'Token for a program made',
  'token-revoked': 'Token for a program revoked',
  'role-changed': 'Role changed',
  banned: 'Suspended',
  unbanned: 'Let in again',
  exported: 'Data downloaded',
  'deletion-asked': 'Deletion asked for',
  'deletion-taken-back': 'Deletion taken back',
  deleted: 'Account deleted',
  'messages-read': 'Messages read',
}

const detailWords: Record<string, string> = {
  count: 'How many',
  uses: 'Accounts',
  days: 'Days',
  name: 'Name',
  from: 'From',
  to: 'To',
  role: 'Role',
  reason: 'Reason',
  with: 'With',
  format: 'As',
}

export const inDetail = (detail: Record<string, string | number> | null): string[] =>
  Object.entries(detail ?? {}).map(([name, value]) => `${detailWords[name] ?? name}: ${value}`)
