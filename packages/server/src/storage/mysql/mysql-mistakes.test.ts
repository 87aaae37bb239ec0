import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import { createServer } from 'mysql2'
import { afterAll, expect, test } from 'vitest'
import { runChatapp } from '../../testing/chatapp-process.ts'
import { askMysql, makeDatabase, mysqlUrl } from '../../testing/stack.ts'
import { temporaryFolder } from '../../testing/temporary-folder.ts'

const users: string[] = []
afterAll(async () => {
  for (const user of users) await askMysql(`DROP USER '${user}'@'127.0.0.1'`)
})

/** Somebody with these rights on a database, and the URL with which they come. */
async function makeUser(rights: string, database: string): Promise<URL> {
  const user = `chatapp_${process.pid}_${users.length}`
  await askMysql(`CREATE USER '${user}'@'127.0.0.1' IDENTIFIED BY 'p@ss/word'`)
  users.push(user)
  const { pathname } = new URL(database)
  await askMysql(`GRANT ${rights} ON ${pathname.slice(1)}.* TO '${user}'@'127.0.0.1'`)
  return Object.assign(new URL(database), { username: user, password: encodeURIComponent('p@ss/word') })
}

/** What somebody reads who starts a server with such a URL. */
async function refusalFor(url: URL | string): Promise<string> {
  using folder = temporaryFolder()
  const ended = await runChatapp(['serve'], { DATA_DIR: folder.path, DATABASE_URL: String(url), PORT: '0' })
  expect(ended).toMatchObject({ code: 1, stdout: '' })
  return ended.stderr
}

/** Tables in a database, whoever asks. */
const tablesIn = (url: URL | string) => askMysql('SHOW TABLES', mysqlUrl + new URL(url).pathname)

test('a wrong password, a wrong user', async () => {
  const url = await makeUser('ALL', await makeDatabase('wrong_password'))
  url.password = 'hunter2'
  const line = await refusalFor(url)
  expect(line).toBe(
    `The database at 127.0.0.1:3306 does not let "${url.username}" in. Check the user and the password in DATABASE_URL.\n`,
  )
  url.username = 'nobody_at_all'
  expect(await refusalFor(url)).toContain('does not let "nobody_at_all" in')
})

test('a database that is not there, or not for this user', async () => {
  const database = await makeDatabase('somebody_elses')
  const url = await makeUser('ALL', database)
  url.pathname = '/chatapp_test_no_such_database'
  expect(await refusalFor(url)).toMatch(
    /^"chatapp_\w+" may not use the database "chatapp_test_no_such_database"/,
  )
  expect(await refusalFor(`${mysqlUrl}/chatapp_test_no_such_database`)).toBe(
    'There is no database "chatapp_test_no_such_database" at 127.0.0.1:3306. Make it with: CREATE DATABASE `chatapp_test_no_such_database` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;\n',
  )
})

test('a host that is not there, a port where nobody listens', async () => {
  expect(await refusalFor('mysql://root@no-such-host.invalid/chatapp')).toBe(
    'There is no host "no-such-host.invalid". Check DATABASE_URL.\n',
  )
  expect(await refusalFor('mysql://root@127.0.0.1:1/chatapp')).toBe(
    'No database answers at 127.0.0.1:1 (ECONNREFUSED). Check DATABASE_URL, and that the server runs.\n',
  )
})

test('a user who may only read', async () => {
  const empty = await makeDatabase('read_only')
  const url = await makeUser('SELECT', empty)
  expect(await refusalFor(url)).toMatch(
    /^The database does not allow it: .*GRANT ALL ON <database>\.\* TO <user>;\n$/,
  )
  expect(await tablesIn(empty)).toEqual([])

  using folder = temporaryFolder()
  await runChatapp(['migrate'], { DATA_DIR: folder.path, DATABASE_URL: empty })
  expect(await refusalFor(url)).toContain('The database does not allow it')
})

test.each(['5.5.5-10.3.39-MariaDB-0+deb10u2', '5.7.44-log'])(
  'a server that is too old: %s',
  async (version) => {
    await using old = await startOldServer(version)
    expect(await refusalFor(`mysql://root@127.0.0.1:${old.port}/chatapp`)).toContain(
      `The database server is ${version}; MariaDB 10.6 or MySQL 8.0 is the oldest that will do.\n`,
    )
  },
)

/** No such server can be had any more; this one says of itself that it is one. */
async function startOldServer(version: string) {
  const server = createServer((connection) => {
    connection.serverHandshake({
      ...{ protocolVersion: 10, serverVersion: version, connectionId: 1 },
      ...{ statusFlags: 2, characterSet: 8, capabilityFlags: 0xffffff },
    } as never)
    connection.on('query', () =>
      (connection as unknown as Answering).writeTextResult(
        [{ version, flushes: 1 }],
        ['version', 'flushes'].map((name) => ({
          ...{ catalog: 'def', schema: '', table: '', orgTable: '', name, orgName: name },
          ...{ characterSet: 33, columnLength: 255, columnType: 253, flags: 0, decimals: 0 },
        })),
      ),
    )
    connection.on('error', () => {})
  })
  server.listen(0)
  const { _server: listening } = server as unknown as { _server: Server }
  await once(listening, 'listening')
  const { port } = listening.address() as AddressInfo
  return { port, [Symbol.asyncDispose]: async () => void listening.close() }
}

interface Answering {
  writeTextResult(rows: unknown[], columns: unknown[]): void
}
