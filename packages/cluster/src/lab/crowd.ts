import { castPassword, TestPerson } from '@chatapp/server/testing'

/** So many people with accounts, signed up through the proxy, a few at a time. */
export async function joinCrowd(url: string, count: number, prefix: string): Promise<TestPerson[]> {
  const people = Array.from({ length: count }, () => new TestPerson(url))
  for (let at = 0; at < count; at += 4)
    await Promise.all(people.slice(at, at + 4).map((person, i) => join(person, `${prefix}${at + i + 1}`)))
  return people
}

async function join(person: TestPerson, username: string): Promise<void> {
  const registration = { name: username, username, email: `${username}@example.com`, password: castPassword }
  const { status, body, problem } = await person.call('signUp', { body: registration })
  if (status !== 201) throw new Error(`${username} cannot join: ${JSON.stringify(problem)}`)
  person.me = body.user
}
