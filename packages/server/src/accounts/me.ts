import type { Me } from '@chatapp/contract'
import { ownAddress } from './addresses.ts'
import { roleOf } from './session-rules.ts'

/** Somebody as the accounts engine has them, or their row. */
export interface EngineUser {
  username?: unknown
  name: string
  email: string
  image?: string | null | undefined
  bio?: string | null | undefined
  role?: string | null | undefined
  createdAt: Date | string
}

/** @param pendingEmail asked for, and not confirmed. */
export const meFrom = (user: EngineUser, pendingEmail: string | null): Me => ({
  username: String(user.username),
  name: user.name,
  avatarUrl: user.image ?? null,
  bio: user.bio ?? '',
  email: ownAddress(String(user.username), user.email),
  pendingEmail,
  role: roleOf(user.role ?? 'user'),
  createdAt: new Date(user.createdAt).toISOString(),
})
