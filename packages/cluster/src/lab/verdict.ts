import { isDeepStrictEqual } from 'node:util'
import { mistakesIn, readHistory, type TestPerson, violations } from '@chatapp/server/testing'
import type { Load } from './load.ts'

/** Reads all histories as both people see them, and the tables. @returns what does not fit, a line each. */
export async function findViolations(
  { attempts, refused, notFound }: Load,
  people: readonly TestPerson[],
  databaseUrl: string,
): Promise<string[]> {
  const found = [
    ...refused.map((line) => `refused: ${line}`),
    ...notFound.map((line) => `acknowledged, and not found by its sender: ${line}`),
  ]
  const byName = new Map(people.map((person) => [person.username, person]))
  const byPair = Map.groupBy(attempts, ({ from, to }) => [from, to].sort().join(' '))
  for (const [pair, inPair] of byPair) {
    const [one, other] = pair.split(' ').map((name) => byName.get(name)!) as [TestPerson, TestPerson]
    const history = await readHistory(one, other.username)
    found.push(...violations(inPair, history))
    const seenByOther = await readHistory(other, one.username)
    if (!isDeepStrictEqual(history, seenByOther)) found.push(`${pair}: the two see different histories`)
  }
  return [...found, ...(await mistakesIn(databaseUrl))]
}
