// The test to import: a server for each file, a browser for each person, and no unexpected word on any console.

import type { TestPerson } from '@chatapp/server/testing'
import { type BrowserContextOptions, test as base, expect } from '@playwright/test'
import { Person } from './person.ts'
import type { ServerProcess } from './server-process.ts'
import { Servers } from './servers.ts'
import { Watch } from './watch.ts'

interface Fixtures {
  /** The server's settings, for `test.use`. */
  settings: Record<string, string>
  server: ServerProcess
  watch: Watch
  /** A browser of somebody's own: a stranger's, or one that is signed in. */
  open(who?: TestPerson, options?: BrowserContextOptions): Promise<Person>
}

export const test = base.extend<Fixtures, { servers: Servers }>({
  servers: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    async ({}, use) => {
      await using servers = new Servers()
      await use(servers)
    },
    { scope: 'worker' },
  ],
  settings: [{}, { option: true }],
  server: async ({ settings, servers }, use, { file }) => {
    await use(await servers.serverFor(file, settings))
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
  watch: async ({}, use) => {
    const watch = new Watch()
    await use(watch)
    expect(watch.unexpected).toEqual([])
  },
  open: async ({ browser, server, watch }, use) => {
    const contexts: AsyncDisposable[] = []
    await use(async (who, options = {}) => {
      const context = await browser.newContext({ baseURL: server.url, ...options })
      contexts.push(context)
      await watch.over(context, server.url)
      if (who?.cookie) {
        const [name = '', value = ''] = who.cookie.split(/=(.*)/s)
        await context.addCookies([{ name, value, url: server.url, httpOnly: true, sameSite: 'Lax' }])
      }
      return new Person(await context.newPage())
    })
    await Promise.all(contexts.map((context) => context[Symbol.asyncDispose]()))
  },
})

export { expect }
