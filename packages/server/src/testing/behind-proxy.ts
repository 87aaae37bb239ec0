import type { AddressInfo } from 'node:net'
import type { TestServer } from './start-test-server.ts'
import { TestPerson } from './test-person.ts'

/** Somebody whose requests come to a server as its reverse proxy passes them on. */
export function behindProxy({ app }: TestServer): TestPerson {
  const { port } = app.http.server.address() as AddressInfo
  return new TestPerson(`http://127.0.0.1:${port}`)
}
