// In the chat of 100,000 messages: scrolling, typing, sending and receiving, first with the newest pages of it on the
// client, then with all of it.
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser } from '@playwright/test'
import { newMessageId } from '../load/message-ids.ts'
import { type Figure, median } from '../scenario.ts'
import { AppPage } from './app-page.ts'
import { type Act, workFigures } from './frame-work.ts'
import type { World } from './world.ts'

export interface LongChatOptions {
  browser: Browser
  world: World
  scrollMs: number
  /** How often something that is over in a moment is done. */
  times: number
  say(text: string): void
}

const typed = 200
const received = 20
const scroller = 'div:has(> div > ol)'

export async function measureLongChat(options: LongChatOptions): Promise<{ acts: Act[]; figures: Figure[] }> {
  const { browser, world, say } = options
  const { origin, me, long } = world
  await using app = await AppPage.open(browser, origin, me, { message: long.lastId })
  await app.page.goto(`/c/${long.username}`)
  await app.firstPaint()
  await pause(500)

  say('newest pages here: scrolling, typing, sending')
  const acts = [await scroll(app, options, 'pages landing', 'up'), await type(app, 'pages landing')]
  await toEnd(app)
  const figures = [await send(app, options, 'newest pages here')]

  say('loading all of the messages')
  const { count, tookMs } = await loadAll(app)
  say(`${count} came in ${(tookMs / 1000).toFixed(0)} s: scrolling, typing, receiving, sending`)
  // Where the list begins, a row whose height is found out moves all of the others.
  await app.page.locator(scroller).evaluate((box) => box.scrollTo({ top: 2000 }))
  await pause(500)
  acts.push(await scroll(app, options, 'all here', 'down'))
  await toEnd(app)
  acts.push(await scroll(app, options, 'all here', 'up'), await type(app, 'all here'))
  await toEnd(app)
  acts.push(await receive(app, world))
  const name = `all here: sending ${options.times}`
  const work = await app.traced(async () => {
    figures.push(await send(app, options, 'all here'))
  })
  acts.push({ name, work, isSteady: false })
  const { rowsMax } = await app.notes()
  return {
    acts,
    figures: [
      ...acts.flatMap(workFigures),
      { name: 'all here: messages', value: count, unit: `in ${Math.round(tookMs / 1000)} s` },
      { name: 'rows mounted', value: rowsMax, unit: '', target: { most: 60 } },
      ...figures,
      await returnTo(app, world, options),
      { name: 'all here: heap', value: (await app.heapBytes()) / 1e6, unit: 'MB' },
    ],
  }
}

/** By the wheel, 5,000 pixels a second. */
async function scroll(
  app: AppPage,
  { scrollMs, say }: LongChatOptions,
  when: string,
  way: 'up' | 'down',
): Promise<Act> {
  const box = (await app.page.locator(scroller).boundingBox())!
  await app.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  const from = await firstDrawn(app)
  const work = await app.traced(async () => {
    const end = performance.now() + scrollMs
    while (performance.now() < end) {
      await app.page.mouse.wheel(0, way === 'up' ? -250 : 250)
      await pause(50)
    }
  })
  // A list that has come to its end does no work.
  say(`${when}: scrolled ${way} past ${Math.abs((await firstDrawn(app)) - from)} messages`)
  return { name: `${when}: scrolling ${way}`, work, isSteady: true }
}

const firstDrawn = ({ page }: AppPage): Promise<number> =>
  page.locator(scroller).evaluate((box) => {
    const rows = [...box.querySelectorAll('li')].filter(
      (row) => row.getBoundingClientRect().bottom > box.getBoundingClientRect().top,
    )
    return Math.min(...rows.map((row) => Number(row.ariaPosInSet)))
  })

async function type(app: AppPage, when: string): Promise<Act> {
  const text = 'What I wanted to say is longer than a line. '.repeat(5).slice(0, typed)
  const composer = app.page.locator('textarea[data-composer]')
  await composer.focus()
  const work = await app.traced(() => app.page.keyboard.type(text, { delay: 20 }))
  await composer.fill('')
  await pause(500)
  return { name: `${when}: typing`, work, isSteady: true }
}

async function toEnd({ page }: AppPage): Promise<void> {
  const button = page.getByRole('button', { name: /^To the newest message/ })
  await button.click()
  await button.waitFor({ state: 'detached' })
  await pause(500)
}

/** From the key to the own bubble, painted. */
async function send(app: AppPage, { times }: LongChatOptions, when: string): Promise<Figure> {
  const taken: number[] = []
  await app.page.locator('textarea[data-composer]').focus()
  for (let turn = 1; turn <= times; turn++) {
    const text = `${when}, sent ${turn} of ${times}`
    await app.page.keyboard.type(text)
    taken.push(await app.painted({ message: text, since: 'keydown' }, () => app.page.keyboard.press('Enter')))
    await pause(300)
  }
  return { name: `${when}: send to bubble`, value: median(taken), unit: 'ms', target: { most: 50 } }
}

/** Ten in a second, while the reader is at the end. */
async function receive(app: AppPage, { origin, me, long }: World): Promise<Act> {
  const work = await app.traced(async () => {
    for (let turn = 1; turn <= received; turn++) {
      const body = JSON.stringify({ id: newMessageId(), to: me.username, body: `Received ${turn}.` })
      const headers = { cookie: long.cookie, origin, 'content-type': 'application/json' }
      const { status } = await fetch(`${origin}/api/v1/messages`, { method: 'POST', headers, body })
      if (status !== 201) throw new Error(`A message was answered with ${status}.`)
      await pause(100)
    }
    await app.page.getByText(`Received ${received}.`).first().waitFor()
  })
  return { name: `all here: receiving ${received}`, work, isSteady: false }
}

/** From the click on its row to its newest message, painted, coming from a usual chat. */
async function returnTo(app: AppPage, { long, usual }: World, { times }: LongChatOptions): Promise<Figure> {
  const taken: number[] = []
  for (let turn = 0; turn < times; turn++) {
    const { username, lastId } = usual[turn]!
    const row = (name: string) => app.page.locator(`a[data-username="${name}"]`)
    await app.painted({ message: lastId, since: 'click' }, () => row(username).click())
    await pause(300)
    const last = `all here, sent ${times} of ${times}`
    taken.push(await app.painted({ message: last, since: 'click' }, () => row(long.username).click()))
    await pause(300)
  }
  return { name: 'all here: switching to it', value: median(taken), unit: 'ms', target: { most: 80 } }
}

/**
 * As a reader would who holds the list at its top, a page after the other; only that the page asks for 100 messages at
 * a time, the most that the server gives, and not for 50. Ends when all of them are here, or after two minutes.
 */
async function loadAll({ page }: AppPage): Promise<{ count: number; tookMs: number }> {
  return page.locator(scroller).evaluate(async (box, mostMs) => {
    const { fetch } = window
    const startedAt = performance.now()
    let oldest = Number.POSITIVE_INFINITY
    window.fetch = (url, init) => {
      const query = typeof url === 'string' ? new URL(url, location.href).searchParams : null
      oldest = Math.min(oldest, Number(query?.get('before') ?? oldest))
      return fetch(typeof url === 'string' ? url.replace('limit=50', 'limit=100') : url, init)
    }
    while (!box.textContent.includes('begins here') && performance.now() - startedAt < mostMs) {
      box.scrollTop = 0
      await new Promise(requestAnimationFrame)
    }
    const rows = [...box.querySelectorAll('li')]
    const isAll = box.textContent.includes('begins here')
    const total = Number(rows.at(-1)?.ariaSetSize)
    window.fetch = fetch
    return { count: isAll ? total : total - oldest + 1, tookMs: performance.now() - startedAt }
  }, 120_000)
}
