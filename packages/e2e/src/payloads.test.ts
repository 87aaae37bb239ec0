// Hundreds of payloads as names and as messages, in every place that shows them: text, and nothing else.
import type { TestPerson } from '@chatapp/server/testing'
import type { Page } from '@playwright/test'
import { intruders } from './intruders.ts'
import { payloads } from './payloads.ts'
import { readList, readUpwards } from './reading.ts'
import { expect, test } from './test.ts'

test.use({ settings: { MESSAGES_TO_LOAD: '100' } })

/** Of what repeats itself in the tables of payloads, enough. */
const some = payloads.filter((_, at) => at % 5 === 0)
const inOneLine = (text: string) => text.replace(/\s+/gu, ' ')

test('script in messages is text and nothing else', async ({ open, server }) => {
  expect(payloads.length).toBeGreaterThan(300)
  const [anaOnline, ben] = [await server.join('ana'), await server.join('ben')]
  for (const [at, payload] of payloads.entries())
    await (at % 2 ? anaOnline.send(ben, payload) : ben.send('ana', payload))
  const ana = await open(anaOnline)
  await ana.openChat('ben')
  await ana.page.getByRole('button', { name: /^To the newest message/ }).click()
  await expect(ana.message(payloads.at(-1)!)).toBeInViewport()
  await expectNothingRan(ana.page)
  expect(await readUpwards(ana)).toEqual(payloads)
  await expectNothingRan(ana.page)
})

test('script in names, previews, titles and drafts is text and nothing else', async ({ open, server }) => {
  const anaOnline = await server.join('chloe', payloads[0])
  const writers = await joinAs(payloads, server)
  await Promise.all(writers.map((writer, at) => writer.send('chloe', payloads[at]!)))
  const names = writers.map(({ me }) => me!.name)
  for (const [at, name] of names.entries())
    if (/^[ -~]+$/.test(payloads[at]!)) expect(name).toBe(inOneLine(payloads[at]!))

  const ana = await open(anaOnline)
  await ana.goto('/new')
  const people = ana.page.getByRole('list', { name: 'People' }).getByRole('link', { name: '@writer_' })
  const more = ana.page.getByRole('button', { name: 'More people' })
  for (let count = 50; count < writers.length; count += 50) {
    await more.click()
    await expect(people).not.toHaveCount(count)
  }
  await expect(people).toHaveCount(writers.length)
  expect((await people.locator('[dir=auto]').allTextContents()).sort()).toEqual(names.toSorted())
  await expectNothingRan(ana.page)

  for (const payload of some.filter(({ length }) => length < 40).slice(0, 8)) {
    await ana.page.getByLabel('Name or username').fill(`${payload} nobody`)
    await expect(ana.page.getByText(`begins with “${inOneLine(payload)} nobody”`)).toBeVisible()
    await ana.page.getByLabel('Find a chat').fill(payload)
    await ana.page.getByLabel('Find a chat').fill(`${payload} nobody`)
    await expect(ana.page.getByText(`No chat with “${inOneLine(payload)} nobody”.`)).toBeVisible()
  }
  await ana.page.getByRole('button', { name: 'Clear' }).click()
  await expectNothingRan(ana.page)

  const expected = writers.map(({ username, me }, at) => ({ username, name: me!.name, body: payloads[at]! }))
  const previewed = expected.map(({ body, ...row }) => ({ ...row, preview: inOneLine(body) }))
  expect(byTurn(await readList(ana.page, writers.length))).toEqual(previewed)
  await expectNothingRan(ana.page)

  // In several windows, as most of the time is spent waiting.
  const windows = [ana, await open(anaOnline), await open(anaOnline)]
  const third = Math.ceil(expected.length / windows.length)
  const seen = await Promise.all(
    windows.map(async ({ page }, at) => {
      if (page !== ana.page) await page.goto('/new')
      await readList(page, writers.length)
      return page.evaluate(openEach, expected.slice(at * third, (at + 1) * third))
    }),
  )
  expect(seen.flat()).toEqual(
    expected.map(({ username, name, body }) => ({
      ...{ username, heading: name, title: name, texts: [body], body },
    })),
  )
  for (const { page } of windows) await expectNothingRan(page)
  await ana.page.getByRole('button', { name: 'Your account' }).click()
  await expect(ana.page.locator('[popover] p [dir=auto]')).toHaveText(payloads[0]!)

  await ana.page.reload()
  await expect(ana.composer).toHaveValue(payloads[third - 1]!)
  await ana.page.getByRole('link', { name: 'New chat' }).click()
  expect(byTurn(await readList(ana.page, writers.length)).slice(0, third)).toEqual(
    previewed.slice(0, third).map((row) => ({ ...row, preview: `Draft: ${row.preview}` })),
  )
  await expectNothingRan(ana.page)
})

test('script that is announced is text and nothing else', async ({ open, server }) => {
  const anaOnline = await server.join('dana')
  const payload = payloads[1]!
  const writer = await server.join('emre', payload)
  const ana = await open(anaOnline)
  await ana.page.clock.install()
  await ana.openChat('emre')
  await expect(ana.page.getByText(`Say hello to ${payload}.`)).toBeVisible()
  for (let at = 0; at < some.length; at += 3) {
    const next = some.slice(at, at + 3)
    for (const body of next) await writer.send('dana', body)
    await expect(ana.texts.getByText(next.at(-1)!, { exact: true })).toBeVisible()
    await ana.page.clock.fastForward(600)
    await expect
      .poll(async () => (await ana.announcements.locator('p').allTextContents()).slice(-next.length))
      .toEqual(next.map((body) => `${payload}: ${body}`))
  }
  await expectNothingRan(ana.page)
})

test('the payloads would run in a page that takes them for more than text', async ({ browser }) => {
  await using context = await browser.newContext()
  const ran = new Set<number>()
  await context.exposeFunction('tell', (at: number) => ran.add(at))
  await context.route('**', (route) => route.fulfill({ contentType: 'text/html', body: '' }))
  const page = await context.newPage()
  await page.goto('http://careless.example/')
  await page.evaluate((all) => {
    for (const [at, payload] of all.entries()) {
      const frame = document.createElement('iframe')
      document.body.append(frame)
      const { contentWindow, contentDocument } = frame
      Object.defineProperty(contentWindow, 'ran', { set: () => Object.assign(window).tell(at) })
      contentDocument!.body.innerHTML = payload
    }
  }, payloads)
  await expect.poll(() => ran.size).toBeGreaterThan(50)
})

/** So many at a time, as each costs the server a password. */
async function joinAs(
  names: readonly string[],
  server: { join(username: string, name: string): Promise<TestPerson> },
): Promise<TestPerson[]> {
  const people: TestPerson[] = []
  for (let from = 0; from < names.length; from += 50) {
    const next = names.slice(from, from + 50)
    people.push(...(await Promise.all(next.map((name, at) => server.join(`writer_${from + at}`, name)))))
  }
  return people
}

async function expectNothingRan(page: Page): Promise<void> {
  expect(await page.evaluate(intruders)).toEqual([])
  expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false)
}

const byTurn = (rows: { username: string }[]) => rows.sort((one, other) => turnOf(one) - turnOf(other))

const turnOf = ({ username }: { username: string }): number => Number(username.replace('writer_', ''))

interface Chat {
  username: string
  name: string
  body: string
}

/** In the page: opens chat after chat and types a draft, as Playwright's own steps would take minutes. */
async function openEach(chats: Chat[]) {
  const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')!.set!
  const seen = []
  for (const { username, name, body } of chats) {
    document.querySelector<HTMLElement>(`a[href="/c/${username}"]`)!.click()
    const isThere = () =>
      document.querySelector('main > section h1[dir=auto]')?.textContent === name && textsOf()[0] === body
    for (let turns = 0; turns < 800 && !isThere(); turns++) await aMoment()
    const composer = document.querySelector<HTMLTextAreaElement>('[data-composer]')!
    set.call(composer, body)
    composer.dispatchEvent(new Event('input', { bubbles: true }))
    await aMoment()
    seen.push({
      username,
      heading: document.querySelector('main > section h1[dir=auto]')?.textContent,
      title: document.title.replace(/^\(\d+\+?\) | · ChatApp$/g, ''),
      texts: textsOf(),
      body: composer.value,
    })
  }
  return seen

  /** A window that is not in front draws no frames to wait for. */
  function aMoment() {
    return new Promise((resolve) => setTimeout(resolve, 5))
  }

  function textsOf() {
    return [...document.querySelectorAll('ol [dir=auto]')].map((text) => text.textContent)
  }
}
