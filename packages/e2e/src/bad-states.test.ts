// A slow line, a server that is away, looked after or at fault: what people see of it, and that nothing is lost.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { cast, type TestPerson } from '@chatapp/server/testing'
import type { Page } from '@playwright/test'
import type { Person } from './person.ts'
import { readUpwards } from './reading.ts'
import { expect, test } from './test.ts'

test.use({ settings: { MESSAGES_TO_LOAD: '12' } })

const noConnection = /ERR_FAILED|ERR_CONNECTION_(REFUSED|RESET)|ERR_EMPTY_RESPONSE|WebSocket connection/
const long = { timeout: 60_000 }

const bodiesFor = async (reader: TestPerson, peer: string) => {
  const { body } = await reader.call('listMessages', { query: { with: peer } })
  return body.items.map((message) => ('body' in message ? message.body : ''))
}

/** The line of somebody in a valley. */
async function slowDown(page: Page): Promise<void> {
  const devTools = await page.context().newCDPSession(page)
  const [latency, bytesPerSecond] = [400, 12 * 1024]
  await devTools.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency, downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond },
  })
}

test('on a slow line the app says that it loads, opens a chat, and sends once', async ({ open, server }) => {
  const [anaOnline, ben] = [await server.join('ana'), await server.join('ben')]
  for (let number = 1; number <= 20; number++) await ben.send('ana', `No. ${number}`)
  const ana = await open(anaOnline)
  await slowDown(ana.page)
  const encodings = new Set<string | undefined>()
  ana.page.on('response', (response) => {
    if (/\.(js|css)$/.test(response.url()) && !response.url().includes('theme-'))
      encodings.add(response.headers()['content-encoding'])
  })
  const arriving = ana.page.goto('/', long)
  await expect(ana.page.getByText('Loading ChatApp…')).toBeVisible({ timeout: 15_000 })
  await arriving
  expect([...encodings]).toEqual(['br'])
  await expect(ana.page.getByText('Loading chats…').or(ana.chatRow(cast.ben))).toBeAttached(long)
  await expect(ana.chatRow(cast.ben)).toBeVisible(long)

  await ana.chatRow(cast.ben).click()
  await expect(ana.page.getByText('Loading messages…').or(ana.message('No. 20'))).toBeAttached()
  await expect(ana.message('No. 20')).toBeAttached(long)
  const clickedAt = Date.now()
  await ana.say('From the valley')
  await expect(ana.message('From the valley')).toBeInViewport()
  // Less than the way there and back.
  expect(Date.now() - clickedAt).toBeLessThan(800)
  await expect(ana.message('From the valley')).toContainText(/Sent|Delivered/, long)
  await expect(ana.message('From the valley')).toHaveCount(1)
  expect((await bodiesFor(ben, 'ana')).filter((body) => body === 'From the valley')).toHaveLength(1)
})

test('who reads far back as the server goes and comes stays there', async ({ open, server, watch }) => {
  watch.expect(noConnection)
  const [chloeOnline, dana] = [await server.join('chloe'), await server.join('dana')]
  const said = Array.from({ length: 80 }, (_, at) => `No. ${at + 1}`)
  for (const text of said) await dana.send('chloe', text)
  await chloeOnline.call('markRead', { params: { username: 'dana' }, body: { number: 80 } })
  const chloe = await open(chloeOnline)
  await chloe.openChat('dana')
  await expect(chloe.message('No. 80')).toBeInViewport()
  await chloe.history.hover()
  while (!(await chloe.message('No. 40').isVisible())) await chloe.page.mouse.wheel(0, -300)
  await atRest(chloe)
  const before = await topOf(chloe, 'No. 40')

  await server.stop('SIGKILL')
  await expect(chloe.page.getByText('No connection.')).toBeVisible({ timeout: 15_000 })
  expect(Math.abs((await topOf(chloe, 'No. 40')) - before)).toBeLessThanOrEqual(1)
  await server.start()
  for (const text of ['While you were away', 'And after']) await dana.send('chloe', text)
  await expect(chloe.chatRow(cast.dana)).toContainText('And after', { timeout: 40_000 })
  await expect(chloe.page.getByText('No connection.')).toHaveCount(0)
  await expect(chloe.page.getByRole('button', { name: /^To the newest message, 2 unread/ })).toBeVisible()
  expect(Math.abs((await topOf(chloe, 'No. 40')) - before)).toBeLessThanOrEqual(1)

  await chloe.page.getByRole('button', { name: /^To the newest message/ }).click()
  await expect(chloe.message('And after')).toBeInViewport()
  expect(await readUpwards(chloe)).toEqual([...said, 'While you were away', 'And after'])
})

test('maintenance is called so, and passes by itself', async ({ open, server, watch }) => {
  watch.expect(noConnection, /status of 503 |Unexpected response code: 503/)
  const [emreOnline, fay] = [await server.join('emre'), await server.join('fay')]
  const emre = await open(emreOnline)
  await emre.openChat('fay')
  await expect(emre.page.getByText('No messages yet.')).toBeVisible()
  await server.stop()
  // What stands before the server answers in its place.
  const proxy = createServer((_, response) => {
    response.writeHead(503, { 'content-type': 'application/problem+json' }).end(problem(503, 'unavailable'))
  })
  proxy.on('upgrade', (_, socket) => socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n'))
  proxy.listen(Number(new URL(server.url).port))
  await once(proxy, 'listening')

  await expect(emre.page.getByText('The server is being looked after.')).toBeVisible({ timeout: 20_000 })
  await emre.say('Take your time')
  await expect(emre.message('Take your time')).toContainText('Waiting')
  proxy.closeAllConnections()
  await new Promise((resolve) => proxy.close(resolve))
  await server.start()
  await expect(emre.message('Take your time')).toContainText(/Sent|Delivered/, long)
  await expect(emre.page.getByText('The server is being looked after.')).toHaveCount(0, long)
  expect(await bodiesFor(fay, 'emre')).toEqual(['Take your time'])
})

test('who comes during maintenance is told so, and let in after it', async ({ open, server, watch }) => {
  watch.expect(/status of 503 /)
  const gus = await open(await server.join('gus'))
  await gus.page.route('**/api/v1/**', (route) => route.fulfill(answer(503, 'unavailable')))
  await gus.goto('/')
  await expect(gus.page.getByRole('alert')).toHaveText('The server is being looked after')
  await gus.page.unroute('**/api/v1/**')
  await expect(gus.page.getByText('No chats yet.')).toBeVisible(long)
})

test('a chat that fails to load at first comes by itself, or on demand', async ({ open, server, watch }) => {
  watch.expect(/status of (500|403) /)
  const [hanaOnline, ivo] = [await server.join('hana'), await server.join('ivo')]
  await ivo.send('hana', 'Here I am')
  for (const [status, code] of [
    [500, 'internal'],
    [403, 'forbidden'],
  ] as const) {
    const hana = await open(hanaOnline)
    const pages = '**/api/v1/messages?*'
    let isAtFault = true
    await hana.page.route(pages, (route) => {
      const isRefused = isAtFault
      if (status === 500) isAtFault = false
      return isRefused ? route.fulfill(answer(status, code)) : route.continue()
    })
    await hana.goto('/')
    await hana.chatRow('ivo').click()
    if (status === 403) {
      await expect(hana.page.getByRole('alert')).toHaveText('Not now.')
      isAtFault = false
      await hana.page.getByRole('button', { name: 'Try again' }).click()
    }
    await expect(hana.message('Here I am')).toBeVisible()
    await expect(hana.page.getByRole('button', { name: 'Try again' })).toHaveCount(0)
  }
})

const topOf = async (person: Person, text: string) =>
  (await person.message(text).locator('[dir=auto]').boundingBox())?.y ?? Number.NaN

/** Until the wheel has come to rest. */
async function atRest(person: Person): Promise<void> {
  await person.history.evaluate(async (box) => {
    for (let still = 0, last = -1; still < 20; still = box.scrollTop === last ? still + 1 : 0) {
      last = box.scrollTop
      await new Promise(requestAnimationFrame)
    }
  })
}

function answer(status: number, code: string) {
  return { status, contentType: 'application/problem+json', body: problem(status, code) }
}

function problem(status: number, code: string): string {
  return JSON.stringify({ code, status, title: 'Not now', type: '', requestId: 'r1' })
}
