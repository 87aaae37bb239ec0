/** Ours; the migrator's own are there before. */
export const allTables = [
  'amendments',
  'audit',
  'auth_account',
  'auth_session',
  'auth_user',
  'auth_verification',
  'feeds',
  'instance',
  'invitations',
  'mails',
  'members',
  'messages',
  'nodes',
  'single_use_tokens',
]
