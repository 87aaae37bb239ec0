import { createAppend } from '../messages/append/create-append.ts'
import { mysqlWriter } from '../messages/append/mysql-writer.ts'
import { openMysql } from '../storage/mysql/mysql.ts'

/** @param token of the sender's session. @returns whether it was written. */
export type BareWrite = (token: string, message: { id: string; to: string; body: string }) => Promise<boolean>

/**
 * Sends with the server's own statements and nothing around them: in groups, as the server does, or each message in a
 * transaction of its own. Between the two lies what grouping saves.
 */
export async function openBareWrites(databaseUrl: string, how: 'grouped' | 'alone'): Promise<BareWrite> {
  const storage = openMysql(databaseUrl, console)
  const users = await storage.scans.selectFrom('auth_user').select(['username', 'key']).execute()
  const personOf = new Map(users.map((user) => [user.username, user]))
  const sessions = await storage.scans
    .selectFrom('auth_session as session')
    .innerJoin('auth_user as user', 'user.id', 'session.user_id')
    .select(['session.token', 'user.key', 'user.username'])
    .execute()
  const senderOf = new Map(sessions.map(({ token, ...person }) => [token, person]))
  const writer = mysqlWriter(storage)
  const append = createAppend(
    storage,
    () => {},
    () => {},
  )
  return async (token, { id, to, body }) => {
    const [from, recipient] = [senderOf.get(token)!, personOf.get(to)!]
    const text = { id, body, replyTo: null, createdAt: Date.now() }
    if (how === 'grouped') return (await append.send({ ...text, from, to: recipient })).kind === 'created'
    const [written] = await writer.commit([
      { ...text, kind: 'send', fromKey: from.key, toKey: recipient.key },
    ])
    if (written instanceof Error) throw written
    return written?.kind === 'created'
  }
}
