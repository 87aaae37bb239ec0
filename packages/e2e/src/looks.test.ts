// Forced colours, less motion, right to left, and a window as small as zoom makes it.
import type { TestPerson } from '@chatapp/server/testing'
import { findNothing } from './inspect.ts'
import type { Person } from './person.ts'
import type { ServerProcess } from './server-process.ts'
import { stickingOut } from './sticking-out.ts'
import { expect, test } from './test.ts'

const refusal = JSON.stringify({ code: 'not_accepting', status: 403, title: '', type: '', requestId: '' })

test.beforeEach(({ watch }) => watch.expect(/status of 403 /))

/** Somebody with a long talk with one, and unread messages of another. */
async function busy(server: ServerProcess, [me, peer, other]: [string, string, string]): Promise<TestPerson> {
  const [reader, writer, newcomer] = [
    await server.join(me),
    await server.join(peer),
    await server.join(other),
  ]
  for (let number = 1; number <= 12; number++)
    await (number % 3
      ? reader.send(peer, `No. ${number}`)
      : writer.send(me, `שלום ${number} ${'a'.repeat(90)}`))
  for (let number = 1; number <= 3; number++) await newcomer.send(me, `New ${number}`)
  return reader
}

/** The screens one after the other, each with all that it can show. */
async function eachScreen(
  person: Person,
  peer: string,
  other: string,
  look: (where: string) => Promise<void>,
) {
  const { page } = person
  await person.goto('/')
  await page.locator(`a[href="/c/${peer}"]`).waitFor()
  await look('list')
  await page.getByRole('button', { name: 'Your account' }).click()
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
  await look('account')
  await person.goto('/new')
  await page.getByRole('link', { name: `@${other}` }).waitFor()
  await look('directory')
  await person.openChat(other)
  await person.message('New 3').waitFor()
  await look('chat with unread ones')
  await page.route('**/api/v1/messages', (route) =>
    route.fulfill({ status: 403, contentType: 'application/problem+json', body: refusal }),
  )
  await person.openChat(peer)
  await person.say('Not taken')
  await page.getByRole('button', { name: 'Delete' }).waitFor()
  await person.composer.fill('x'.repeat(7900))
  await page.getByText('100 characters left').waitFor()
  await look('chat')
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.unroute('**/api/v1/messages')
  await person.composer.fill('')
}

test('in forced colours and with less motion all is there and the focus is seen', async ({
  open,
  server,
}) => {
  const ana = await open(await busy(server, ['ana', 'ben', 'chloe']))
  for (const colorScheme of ['light', 'dark'] as const) {
    await ana.page.emulateMedia({ colorScheme, forcedColors: 'active', reducedMotion: 'reduce' })
    await eachScreen(ana, 'ben', 'chloe', async (where) => {
      await findNothing(ana.page, `${where}, ${colorScheme}`)
      for (let stops = 0; stops < 8; stops++) {
        await ana.page.keyboard.press('Tab')
        expect(await outlineOfFocus(ana), `${where}, ${colorScheme}, stop ${stops}`).toBe('seen')
      }
      expect(await ana.page.evaluate(moving), where).toEqual([])
    })
  }
})

for (const width of [360, 1440])
  test(`right to left, ${width} wide, nothing sticks out and one's own stand at the end`, async ({
    open,
    server,
  }) => {
    const names: [string, string, string] = [`dana_${width}`, `emre_${width}`, `fay_${width}`]
    const dana = await open(await busy(server, names))
    await dana.page.setViewportSize({ width, height: 740 })
    await dana.page.addInitScript(() => {
      document.addEventListener('DOMContentLoaded', () => {
        document.documentElement.dir = 'rtl'
      })
    })
    await eachScreen(dana, names[1], names[2], async (where) => {
      expect(await dana.page.evaluate(stickingOut), where).toEqual([])
      await findNothing(dana.page, where)
    })
    const column = (await dana.messages.last().locator('> div').boundingBox())!
    const own = (await dana.page.locator('.bubble[data-own=true]').last().boundingBox())!
    const other = (await dana.page.locator('.bubble[data-own=false]').last().boundingBox())!
    expect(own.x - column.x).toBeLessThanOrEqual(1)
    expect(column.x + column.width - (other.x + other.width)).toBeLessThanOrEqual(1)
    if (width < 640) return
    // The list begins where reading begins.
    const list = (await dana.page.getByRole('list', { name: 'Chats' }).boundingBox())!
    expect(list.x).toBeGreaterThan(own.x)
  })

test('zoomed to four times its size, all of it is still to be reached', async ({ open, server }) => {
  const gus = await open(await busy(server, ['gus', 'hana', 'ivo']))
  // 1280 by 1024 at 400 %.
  await gus.page.setViewportSize({ width: 320, height: 256 })
  await eachScreen(gus, 'hana', 'ivo', async (where) => {
    expect(await gus.page.evaluate(stickingOut), where).toEqual([])
    const unreached = await gus.page.evaluate(() => {
      const targets = [...document.querySelectorAll<HTMLElement>('button, a, input, textarea')]
      return targets.filter((target) => {
        if (!target.checkVisibility() || target.matches('.sr-only')) return false
        target.scrollIntoView({ block: 'nearest' })
        const { top, bottom } = target.getBoundingClientRect()
        return bottom <= 0 || top >= innerHeight
      })
    })
    expect(unreached.length, where).toBe(0)
  })
  await gus.openChat('hana')
  await gus.say('In a small window')
  await expect(gus.message('In a small window')).toBeInViewport()
  expect((await gus.history.boundingBox())!.height).toBeGreaterThan(60)
})

/** Whether what has the focus shows it, by an outline of its own or of what stands for it. */
const outlineOfFocus = ({ page }: Person): Promise<string> =>
  page.evaluate(() => {
    const { activeElement, body } = document
    if (activeElement === null || activeElement === body) return 'seen'
    const shown = activeElement.matches('.sr-only') ? activeElement.closest('label') : activeElement
    const { outlineStyle, outlineWidth } = getComputedStyle(shown ?? activeElement)
    const isSeen = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
    return isSeen ? 'seen' : `not seen: ${activeElement.outerHTML.slice(0, 200)}`
  })

/** In the page: what still moves for longer than a blink. */
function moving(): string[] {
  return document
    .getAnimations()
    .filter(({ effect }) => Number(effect?.getComputedTiming().activeDuration) > 100)
    .map((animation) => (animation as CSSAnimation).animationName)
}
