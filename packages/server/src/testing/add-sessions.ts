import { randomBytes } from 'node:crypto'
import { openMysql } from '../storage/mysql/mysql.ts'
import { openSqlite } from '../storage/sqlite/sqlite.ts'

export interface AddedSession {
  readonly username: string
  readonly token: string
}

const dayMs = 24 * 3_600_000
const rowsAtOnce = 500

/**
 * Sessions of a day, as a sign-in leaves them, of the first people by username. The tables stay as they are, so that
 * the database may be another version's.
 */
export async function addSessions(databaseUrl: string, count: number): Promise<AddedSession[]> {
  const storage = databaseUrl.startsWith('mysql:')
    ? openMysql(databaseUrl, console)
    : await openSqlite(databaseUrl.slice('sqlite:'.length), 'serve')
  try {
    const first = storage.scans.selectFrom('auth_user').select(['id', 'username']).orderBy('username')
    const users = await first.limit(count).execute()
    const now = new Date().toISOString()
    const times = { created_at: now, updated_at: now, expires_at: new Date(Date.now() + dayMs).toISOString() }
    const sessions = users.map(({ id, username }) => {
      const token = randomBytes(24).toString('base64url')
      return { username, token, row: { id: randomBytes(16).toString('hex'), token, user_id: id, ...times } }
    })
    for (let i = 0; i < sessions.length; i += rowsAtOnce) {
      const rows = sessions.slice(i, i + rowsAtOnce).map(({ row }) => row)
      await storage.db.insertInto('auth_session').values(rows).execute()
    }
    return sessions.map(({ username, token }) => ({ username, token }))
  } finally {
    await storage.close()
  }
}
