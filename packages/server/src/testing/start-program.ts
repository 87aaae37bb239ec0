import type { OperationInput } from '@chatapp/contract'
import { TestPerson } from './test-person.ts'

type Input = OperationInput<'createToken'>['body']

/** A program that acts for somebody: all it has is a token, new unless one is given. */
export async function startProgram(
  person: TestPerson,
  input: Input | { token: string } = { name: 'Weather', days: null },
): Promise<TestPerson> {
  const program = new TestPerson(person.url)
  program.me = person.me
  if ('token' in input) program.token = input.token
  else {
    const { status, body, problem } = await person.call('createToken', { body: input })
    if (status !== 201) throw new Error(`no token: ${JSON.stringify(problem)}`)
    program.token = body.token
  }
  return program
}
