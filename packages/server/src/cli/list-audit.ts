/** `chatapp audit`: who did what to whose account, newest first, a line each. */
import { limits } from '@chatapp/contract'
import { listAudit } from '../audit/audit-list.ts'
import { onAccounts } from './on-accounts.ts'

export default function auditCommand({ user, limit }: { user?: string; limit: number }): Promise<void> {
  return onAccounts(async ({ storage }) => {
    let left = limit
    let cursor: string | undefined
    do {
      const query = {
        limit: Math.min(left, limits.pageMax),
        ...(user && { user }),
        ...(cursor && { cursor }),
      }
      const { items, next } = await listAudit(storage, query)
      for (const { at, action, actor, subject, address, detail } of items)
        console.log(
          [at, action, `by ${named(actor)}`, `of ${named(subject)}`, address, inWords(detail)]
            .filter(Boolean)
            .join('\t'),
        )
      left -= items.length
      cursor = next ?? undefined
    } while (cursor !== undefined && left > 0)
  })
}

const named = (username: string | null): string => (username === null ? '-' : `@${username}`)

const inWords = (detail: Record<string, string | number> | null): string =>
  Object.entries(detail ?? {})
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')
