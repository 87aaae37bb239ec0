/** A database of one's own on a server that is there, with the account and the grants that operators are told of. */
import { randomBytes } from 'node:crypto'
import { createConnection } from 'mysql2/promise'

export interface OwnDatabase extends AsyncDisposable {
  readonly url: string
}

export interface Root {
  readonly host: string
  readonly port: number
}

/** Where `npm test` finds the services that it does not start. */
export const mariadb: Root = { host: '127.0.0.1', port: 3306 }
export const redisUrl = 'redis://127.0.0.1:6379'

/** As docs/operating.md has them. */
const grants = 'SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX'

/** @param urlPort where ChatApp is to connect, when that is not the server itself but a proxy. */
export async function ownDatabase({ host, port }: Root, urlPort = port): Promise<OwnDatabase> {
  const name = `chatapp_${randomBytes(6).toString('hex')}`
  const password = randomBytes(12).toString('hex')
  const run = async (...statements: string[]) => {
    const connection = await createConnection({ host, port, user: 'root', connectTimeout: 2000 })
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
    url: `mysql://${name}:${password}@${host}:${urlPort}/${name}`,
    async [Symbol.asyncDispose]() {
      await run(`DROP DATABASE ${name}`, `DROP USER ${name}@'%'`)
    },
  }
}
