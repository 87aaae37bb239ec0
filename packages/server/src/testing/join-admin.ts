import { castPassword } from './cast.ts'
import type { TestServer } from './start-test-server.ts'
import type { TestPerson } from './test-person.ts'

/** The first administrator, made as an owner makes it: with the one-time token. */
export async function joinAdmin(server: TestServer, username = 'root_ada'): Promise<TestPerson> {
  const admin = server.stranger()
  const answer = await admin.call('setUp', {
    body: {
      token: await server.app.createSetUpToken(),
      name: 'Ada',
      username,
      email: `${username}@example.com`,
      password: castPassword,
    },
  })
  if (answer.status !== 201) throw new Error(`no administrator: ${JSON.stringify(answer.problem)}`)
  admin.me = answer.body.user
  return admin
}
