// Two browsers behind haproxy, which gives each a socket at another process: the fewest connections win.
import { joinCrowd, labFolder, Nodes, ownDatabase } from '@chatapp/cluster'
import { hasProgram, hasSecondStack, mysqlUrl, type TestPerson, testRedisUrl } from '@chatapp/server/testing'
import { type Browser, expect, test } from '@playwright/test'
import { Person } from './person.ts'

const isPossible = (await hasSecondStack()) && hasProgram('haproxy')
const withinSeconds = { timeout: 10_000 }

test('two people at two processes talk, and either process may be killed', async ({ browser }) => {
  test.skip(!isPossible)
  using lab = labFolder()
  await using database = await ownDatabase(mysqlUrl)
  const options = { databaseUrl: database.url, redisUrl: testRedisUrl, count: 2 }
  await using nodes = await Nodes.start(lab, options)
  const [ana, ben] = (await joinCrowd(nodes.url, 2, 'person')) as [TestPerson, TestPerson]
  await using contexts = new AsyncDisposableStack()
  const one = await open(browser, nodes.url, ana, contexts)
  await one.openChat(ben.username)
  const other = await open(browser, nodes.url, ben, contexts)
  await other.openChat(ana.username)

  const said: string[] = []
  const say = async (speaker: Person, text: string) => {
    said.push(text)
    await speaker.say(text)
    for (const person of [one, other]) await expect(person.texts).toHaveText(said, withinSeconds)
  }
  await say(one, 'Hello')
  await say(other, 'Hello back')
  for (const [i, node] of nodes.all.entries()) {
    await node.end('SIGKILL')
    await say(one, `from one, after kill ${i + 1}`)
    await say(other, `from the other, after kill ${i + 1}`)
    await node.start()
    await say(one, `from one, all there ${i + 1}`)
  }
})

async function open(
  browser: Browser,
  baseURL: string,
  { cookie }: TestPerson,
  contexts: AsyncDisposableStack,
): Promise<Person> {
  const context = contexts.use(await browser.newContext({ baseURL }))
  const [name = '', value = ''] = cookie!.split(/=(.*)/s)
  await context.addCookies([{ name, value, url: baseURL, httpOnly: true, sameSite: 'Lax' }])
  return new Person(await context.newPage())
}
