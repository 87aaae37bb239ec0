/** `chatapp ban`, `unban`, `role` and `end-sessions`, each on one person. */
import { ban, endSessionsOf, setRole, unban } from '../accounts/administration.ts'
import { onAccounts } from './on-accounts.ts'

const nameOf = (username: string): string => `@${username.toLowerCase()}`

export const banCommand = (username: string, { reason }: { reason?: string }): Promise<void> =>
  onAccounts(async (deps) => {
    await ban(deps, {}, username, reason)
    console.log(`${nameOf(username)} is suspended: signed out everywhere, and may not come in.`)
  })

export const unbanCommand = (username: string): Promise<void> =>
  onAccounts(async (deps) => {
    await unban(deps, {}, username)
    console.log(`${nameOf(username)} may sign in.`)
  })

export const roleCommand = (username: string, role: 'user' | 'admin'): Promise<void> =>
  onAccounts(async (deps) => {
    await setRole(deps, {}, username, role)
    console.log(`${nameOf(username)} is ${role === 'admin' ? 'an administrator' : 'no administrator'} now.`)
  })

export const endSessionsCommand = (username: string): Promise<void> =>
  onAccounts(async (deps) => {
    const count = await endSessionsOf(deps, {}, username)
    console.log(`${nameOf(username)} is signed out everywhere (${count} sessions).`)
  })
