/** A database of one's own on a server that is there, with the account and the grants that operators are told of. */
import { randomBytes } from 'node:crypto'
import { createConnection } from 'mysql2/promise'

export interface OwnDatabase extends AsyncDisposable {
  readonly url: string
}

/** As docs/operating.md has them. */
const grants = 'SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX'

/** @param server as root, who has no password. */
export async function ownDatabase(server: string): Promise<OwnDatabase> {
  const name = `chatapp_${randomBytes(6).toString('hex')}`
  const password = randomBytes(12).toString('hex')
  const run = async (...statements: string[]) => {
    const connection = await createConnection(server)
    try {
      for (const statement of statements) await connection.query(statement)
    } finally {
      await connection.end()
    }
  }
  await run(
    `CREATE DATABASE ${name} CHARACTER SET utf8mb4`,
    `CREATE USER ${name}@'%' IDENTIFIED BY '${password}'`,
    `GRANT ${grants} ON ${name}.* TO ${name}@'%'`,
  )
  return {
    url: `mysql://${name}:${password}@${new URL(server).host}/${name}`,
    async [Symbol.asyncDispose]() {
      await run(`DROP DATABASE ${name}`, `DROP USER ${name}@'%'`)
    },
  }
}
