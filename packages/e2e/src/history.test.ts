import type { TestPerson } from '@chatapp/server/testing'
import type { Person } from './person.ts'
import { expect, test } from './test.ts'

test.use({ settings: { MESSAGES_TO_LOAD: '12' } })

/** Two people and what they have said, one message after the other. */
async function talk(
  server: { join(name: string): Promise<TestPerson> },
  names: [string, string],
  count: number,
) {
  const [one, other] = [await server.join(names[0]), await server.join(names[1])]
  for (let number = 1; number <= count; number++)
    await (number % 3 ? one : other).send(number % 3 ? names[1] : names[0], `No. ${number}`)
  await one.call('markRead', { params: { username: names[1] }, body: { number: count } })
  return [one, other] as const
}

const topOf = async (person: Person, text: string) =>
  (await person.message(text).locator('[dir=auto]').boundingBox())?.y ?? Number.NaN

/** The text of the first row that is seen as a whole. */
const firstSeen = (person: Person) =>
  person.history.evaluate((box) => {
    const edge = box.getBoundingClientRect().top
    const rows = [...box.querySelectorAll('li')].sort(
      (a, b) => Number(a.dataset.index) - Number(b.dataset.index),
    )
    const row = rows.find((row) => row.getBoundingClientRect().top >= edge)
    return row?.querySelector('[dir=auto]')?.textContent ?? ''
  })

test('earlier messages come as one scrolls, and the reader keeps the place', async ({ open, server }) => {
  const [anaOnline, ben] = await talk(server, ['ana', 'ben'], 170)
  const ana = await open(anaOnline)
  let letThrough = () => {}
  const released = new Promise<void>((resolve) => {
    letThrough = resolve
  })
  await ana.page.route(/before=/, async (route) => {
    await released
    await route.continue()
  })
  await ana.openChat('ben')
  await expect(ana.message('No. 170')).toBeInViewport()
  await expect(ana.page.getByLabel('Loading earlier messages')).toBeAttached()

  // A page lands above: nothing that is seen moves.
  await ana.history.hover()
  await ana.page.mouse.wheel(0, -5000)
  await expect.poll(() => ana.history.evaluate((box) => box.scrollTop)).toBe(0)
  await ana.page.waitForTimeout(300)
  const seen = await firstSeen(ana)
  const before = await topOf(ana, seen)
  letThrough()
  await expect.poll(() => ana.history.evaluate((box) => box.scrollTop)).toBeGreaterThan(500)
  expect(Math.abs((await topOf(ana, seen)) - before)).toBeLessThanOrEqual(1)

  // All of them come, in order.
  const read = new Set<string>()
  for (let turns = 0; turns < 200 && !read.has('No. 1'); turns++) {
    for (const text of await ana.texts.allTextContents()) read.add(text)
    await ana.page.mouse.wheel(0, -400)
    await ana.page.waitForTimeout(30)
  }
  expect([...read].sort((a, b) => numberIn(a) - numberIn(b))).toEqual(
    Array.from({ length: 170 }, (_, at) => `No. ${at + 1}`),
  )
  await expect(ana.page.getByText('begins here')).toBeVisible()

  // What comes in below does not move who reads above; what one sends is seen.
  const place = await firstSeen(ana)
  const placeTop = await topOf(ana, place)
  await ben.send('ana', 'Meanwhile')
  await expect(ana.page.getByRole('button', { name: 'To the newest message, 1 unread' })).toBeVisible()
  expect(Math.abs((await topOf(ana, place)) - placeTop)).toBeLessThanOrEqual(1)
  await ana.say('Down here,\nin a few lines,\nto be seen')
  await expect(ana.message('Down here, in a few lines, to be seen')).toBeInViewport()
  await expect(ana.page.getByRole('button', { name: 'To the newest message' })).toHaveCount(0)
})

for (const [device, slowness] of [
  ['', 1],
  [', on a slow device', 4],
] as const)
  test(`a chat with unread messages opens where they begin${device}`, async ({ open, server }) => {
    const names = [`chloe_${slowness}`, `dana_${slowness}`] as const
    const [chloeOnline, danaOnline] = await talk(server, [...names], 30)
    const [, dana] = names
    for (let number = 31; number <= 80; number++) await danaOnline.send(chloeOnline, `No. ${number}`)
    const chloe = await open(chloeOnline)
    const devtools = await chloe.page.context().newCDPSession(chloe.page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowness })
    await chloe.openChat(dana)
    const divider = chloe.page.getByText('New', { exact: true })
    await expect(divider).toBeInViewport()
    await expect(chloe.message('No. 31')).toBeInViewport()
    // At a third of the height, once all that stands above has its own; and it stays there.
    const fromPlace = async () => {
      const box = (await chloe.history.boundingBox())!
      return Math.abs(((await divider.boundingBox())!.y - box.y) / box.height - 0.35)
    }
    await expect.poll(fromPlace).toBeLessThan(0.1)
    await chloe.page.waitForTimeout(1000)
    expect(await fromPlace()).toBeLessThan(0.1)

    // What is seen is read; the divider stays until one writes.
    await chloe.page.getByRole('button', { name: /^To the newest message/ }).click()
    await expect(chloe.message('No. 80')).toBeInViewport()
    await expect(chloe.unreadIn(dana)).toHaveCount(0)
    await chloe.say('Seen all')
    await expect(chloe.message('Seen all')).toBeInViewport()
    await expect(divider).toHaveCount(0)
  })

test('who comes back finds the place where they were', async ({ open, server }) => {
  const [emreOnline] = await talk(server, ['emre', 'fay'], 90)
  const gus = await server.join('gus')
  await gus.send('emre', 'Hi')
  const emre = await open(emreOnline)
  await emre.openChat('fay')
  await expect(emre.message('No. 90')).toBeInViewport()
  await emre.history.hover()
  await emre.page.mouse.wheel(0, -1500)
  await expect(emre.message('No. 90')).not.toBeInViewport()
  // Longer than a scroll takes to come to rest.
  await emre.page.waitForTimeout(300)
  const seen = await firstSeen(emre)
  const before = await topOf(emre, seen)
  await emre.chatRow('gus').click()
  await expect(emre.message('Hi')).toBeInViewport()
  await emre.chatRow('fay').click()
  await expect(emre.message(seen)).toBeInViewport()
  await expect.poll(async () => Math.abs((await topOf(emre, seen)) - before)).toBeLessThanOrEqual(1)
})

test('a link leads to its message, however far back, and on from there', async ({ open, server }) => {
  const [hanaOnline] = await talk(server, ['hana', 'ivo'], 60)
  const hana = await open(hanaOnline)
  await hana.goto('/c/ivo?m=5')
  await expect(hana.message('No. 5')).toBeInViewport()
  await hana.page.getByRole('button', { name: 'To the newest message' }).click()
  await expect(hana.message('No. 60')).toBeInViewport()
})

test('zoomed, resized and turned, the reader stays where they are', async ({ open, server }) => {
  const [juneOnline, kim] = await talk(server, ['june', 'kim'], 60)
  const june = await open(juneOnline)
  await june.page.setViewportSize({ width: 1200, height: 800 })
  await june.openChat('kim')
  await expect(june.message('No. 60')).toBeInViewport()
  const sizes = [
    [1500, 1000],
    [800, 533],
    [360, 740],
    [740, 360],
    [1200, 800],
  ] as const
  let last = 'No. 60'
  for (const [width, height] of sizes) {
    await june.page.setViewportSize({ width, height })
    await expect(june.message(last)).toBeInViewport()
    await kim.send('june', `At ${width}`)
    await expect(june.message(`At ${width}`)).toBeInViewport()
    await june.page.waitForTimeout(250)
    last = `Still at ${width}`
    await kim.send('june', last)
    await expect(june.message(last)).toBeInViewport()
  }
  await june.history.hover()
  await june.page.mouse.wheel(0, -900)
  await june.page.waitForTimeout(300)
  const seen = await firstSeen(june)
  const before = await topOf(june, seen)
  await june.page.setViewportSize({ width: 700, height: 500 })
  await june.page.waitForTimeout(300)
  await june.page.setViewportSize({ width: 1200, height: 800 })
  await expect.poll(async () => Math.abs((await topOf(june, seen)) - before)).toBeLessThanOrEqual(1)
})

const numberIn = (text: string): number => Number(/\d+/.exec(text)?.[0])
