/** Ours; the migrator's own are there before. */
export const allTables = [
  'amendments',
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
  'recovery_codes',
  'second_factors',
  'single_use_tokens',
]
