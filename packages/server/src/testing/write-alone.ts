import { mysqlWriter } from '../messages/append/mysql-writer.ts'
import { openMysql } from '../storage/mysql/mysql.ts'

/** @param token of the sender's session. */
export type WriteAlone = (
  token: string,
  message: { id: string; to: string; body: string },
) => Promise<boolean>

/** Sends with the statements of the server, but each message in a transaction of its own: what grouping saves. */
export async function openWriteAlone(databaseUrl: string): Promise<WriteAlone> {
  const storage = openMysql(databaseUrl, console)
  const writer = mysqlWriter(storage)
  const users = await storage.scans.selectFrom('auth_user').select(['username', 'key']).execute()
  const keyOf = new Map(users.map(({ username, key }) => [username, key]))
  const sessions = await storage.scans
    .selectFrom('auth_session as session')
    .innerJoin('auth_user as user', 'user.id', 'session.user_id')
    .select(['session.token', 'user.key'])
    .execute()
  const senderOf = new Map(sessions.map(({ token, key }) => [token, key]))
  return async (token, { id, to, body }) => {
    const [fromKey, toKey] = [senderOf.get(token)!, keyOf.get(to)!]
    const send = { kind: 'send', id, fromKey, toKey, body, replyTo: null, createdAt: Date.now() } as const
    const [written] = await writer.commit([send])
    if (written instanceof Error) throw written
    return written?.kind === 'created'
  }
}
