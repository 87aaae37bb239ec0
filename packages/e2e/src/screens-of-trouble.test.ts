import { cast } from '@chatapp/server/testing'
import { inspect } from './inspect.ts'
import { expect, test } from './test.ts'

const refused = (status: number, code: string) => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({ code, status, title: 'It went wrong', type: '', requestId: 'r-1' }),
})

test('the screens of what is missing, late or broken look well and are accessible', async ({
  open,
  server,
  watch,
}) => {
  watch.expect(
    /status of 50[37] |WebSocket connection|ERR_(CONNECTION_REFUSED|EMPTY_RESPONSE|CONNECTION_RESET)/,
  )
  const [anaOnline, ben] = [await server.join('ana'), await server.join('ben')]
  for (let number = 1; number <= 40; number++) await anaOnline.send('ben', `No. ${number}`)
  const ana = await open(anaOnline)
  const { page } = ana

  await ana.openChat('ben')
  await expect(ana.message('No. 40')).toBeInViewport()
  await ana.history.hover()
  await page.mouse.wheel(0, -600)
  await expect(page.getByRole('button', { name: 'To the newest message' })).toBeVisible()
  await ben.send('ana', 'Are you up there?')
  await expect(page.getByRole('button', { name: 'To the newest message, 1 unread' })).toBeVisible()
  await inspect(page, 'further-up')

  await ana.goto('/')
  await page.getByRole('button', { name: 'Your account' }).click()
  await inspect(page, 'account')
  await page.keyboard.press('Escape')
  await page.getByRole('searchbox', { name: 'Find a chat' }).fill('zeppelin')
  await page.getByText('No chat with').waitFor()
  await inspect(page, 'filter-finds-nothing')
  await page.getByRole('link', { name: 'Search everybody' }).click()
  await page.getByText('Nobody’s name or username begins with “zeppelin”.').waitFor()
  await inspect(page, 'nobody-found')
  await ana.goto('/')
  await page.getByRole('button', { name: 'Unread' }).click()
  await inspect(page, 'unread-only')
  await page.getByRole('button', { name: 'All' }).click()

  let isStuck = true
  await page.route('**/api/v1/messages?*', async (route) => {
    while (isStuck) await new Promise((resolve) => setTimeout(resolve, 50))
    await route.fulfill(refused(507, 'insufficient_storage')).catch(() => {})
  })
  await page.setViewportSize({ width: 1280, height: 720 })
  await ana.chatRow(cast.ben).click()
  await page.getByText('Loading messages…').waitFor({ state: 'attached' })
  await inspect(page, 'loading')
  isStuck = false
  await page.unroute('**/api/v1/messages?*')

  await page.route('**/api/v1/**', (route) => route.fulfill(refused(503, 'unavailable')))
  await ana.goto('/c/ben')
  await page.getByText('The server is being looked after').waitFor()
  await inspect(page, 'maintenance-at-start')
  const asked = page.waitForRequest('**/api/v1/**')
  await page.getByRole('button', { name: 'Try now' }).click()
  await asked
  await page.unroute('**/api/v1/**')
  // It comes back by itself, and at once when the line does.
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  await expect(ana.composer).toBeVisible()

  await page.route('**/api/v1/me', (route) => route.fulfill(refused(503, 'unavailable')))
  await server.stop()
  await page.getByText('The server is being looked after.').waitFor()
  await inspect(page, 'maintenance')
  await page.unroute('**/api/v1/me')
  await page.getByText('No connection. Trying again…').waitFor()
  await inspect(page, 'reconnecting')
})
