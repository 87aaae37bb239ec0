import type { Me } from '@chatapp/contract'
import { roleOf } from './session-rules.ts'

/** Somebody as the accounts engine has them, or their row. */
export interface EngineUser {
  key?: unknown
  username?: unknown
  name: string
  email: string
  image?: string | null | undefined
  bio?: string | null | undefined
  role?: string | null | undefined
  createdAt: Date | string
}

export const meFrom = (user: EngineUser): Me => ({
  username: String(user.username),
  name: user.name,
  avatarUrl: user.image ?? null,
  bio: user.bio ?? '',
  email: user.email,
  role: roleOf(user.role ?? 'user'),
  createdAt: new Date(user.createdAt).toISOString(),
})
