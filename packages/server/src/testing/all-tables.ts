/** Ours; the migrator's own are there before. */
export const allTables = [
  'amendments',
  'auth_account',
  'auth_session',
  'auth_user',
  'auth_verification',
  'avatars',
  'feeds',
  'instance',
  'mails',
  'members',
  'messages',
  'nodes',
  'profile_news',
  'single_use_tokens',
]
