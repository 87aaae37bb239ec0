/** `chatapp users`: everyone, or those who are searched for, a line each. */
import type { Account } from '@chatapp/contract'
import { listAccounts } from '../admin/account-list.ts'
import { onAccounts } from './on-accounts.ts'

export default function usersCommand(q = ''): Promise<void> {
  return onAccounts(async (deps) => {
    let cursor: string | undefined
    do {
      const { items, next } = await listAccounts(deps, { q, limit: 100, ...(cursor && { cursor }) })
      for (const account of items) console.log(lineOf(account))
      cursor = next ?? undefined
    } while (cursor !== undefined)
  })
}

function lineOf({ username, name, email, role, banned, lastActiveAt }: Account): string {
  const notes = [role === 'admin' && 'administrator', banned && 'suspended'].filter(Boolean)
  const seen = lastActiveAt === null ? 'signed in nowhere' : `here ${lastActiveAt.slice(0, 16)}Z`
  return [`@${username}`, name, email, seen, ...notes].join('\t')
}
