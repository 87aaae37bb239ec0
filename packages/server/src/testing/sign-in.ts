import { castPassword } from './cast.ts'
import type { TestServer } from './start-test-server.ts'
import type { TestPerson } from './test-person.ts'

/** Another session of somebody who has an account: a second device. */
export async function signIn(
  server: TestServer,
  login: string,
  password = castPassword,
): Promise<TestPerson> {
  const person = server.stranger()
  const { status, body, problem } = await person.call('signIn', { body: { login, password } })
  if (status !== 200) throw new Error(`${login} cannot sign in: ${JSON.stringify(problem)}`)
  person.me = body.user
  return person
}
