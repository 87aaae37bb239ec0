import type { TestServer } from './start-test-server.ts'
import { TestPerson } from './test-person.ts'

/** The demo's two people, begun or gone on with; each acts under a path of their own, as a browser would. */
export async function joinDemo(server: TestServer): Promise<{ ada: TestPerson; bob: TestPerson }> {
  const answer = await server.stranger().call('startDemo')
  if (answer.status > 201) throw new Error(`no demo: ${JSON.stringify(answer.problem)}`)
  const cookies = answer.headers.getSetCookie()
  const join = (username: string) => {
    const person = new TestPerson(`${server.url}/demo/${username}`)
    person.cookie = cookies.find((cookie) => cookie.includes(`; Path=${new URL(person.url).pathname};`))!
    person.cookie = person.cookie.split(';', 1)[0]!
    return person
  }
  const [ada, bob] = [join('ada'), join('bob')]
  for (const person of [ada, bob]) person.me = (await person.call('getMe')).body
  return { ada, bob }
}
