// The file with all that is kept of somebody, saved from a real browser, and opened in one.
import { copyFile, readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { findNothing, inspect } from './inspect.ts'
import { intruders } from './intruders.ts'
import { payloads } from './payloads.ts'
import type { Person } from './person.ts'
import { stickingOut } from './sticking-out.ts'
import { expect, test } from './test.ts'

const button = ({ page }: Person, name: string) => page.getByRole('button', { name, exact: true })
const phone = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true }

/** @returns where the browser has put it, and how it is called. */
async function save(person: Person, name: string) {
  const downloading = person.page.waitForEvent('download')
  await button(person, name).click()
  const download = await downloading
  return { path: await download.path(), fileName: download.suggestedFilename() }
}

test('one saves it as JSON and as a page; the page runs nothing, asks nobody, and shows every text', async ({
  open,
  server,
  browser,
}, testInfo) => {
  const [anaOnline, ben] = [await server.join('ana'), await server.join('ben', '<img src=x onerror=ran=1>')]
  for (const [at, payload] of payloads.entries())
    await (at % 2 ? anaOnline.send(ben, payload) : ben.send('ana', payload))
  const ana = await open(anaOnline)
  await ana.goto('/settings')
  const json = await save(ana, 'Download as JSON')
  expect(json.fileName).toMatch(/^chatapp-ana-\d{4}-\d\d-\d\d\.json$/)
  const exported = JSON.parse(await readFile(json.path, 'utf8'))
  expect(exported.conversations[0].messages.map(({ body }: { body: string }) => body)).toEqual(payloads)
  await expect(ana.page.getByText('Your data is ready:')).toBeVisible()
  await inspect(ana.page, 'export-ready')

  const html = await save(ana, 'Download as a page')
  expect(html.fileName).toMatch(/\.html$/)
  const file = testInfo.outputPath('export.html')
  await copyFile(html.path, file)
  await using context = await browser.newContext()
  const page = await context.newPage()
  const asked: string[] = []
  const said: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  page.on('console', (message) => said.push(message.text()))
  page.on('dialog', (dialog) => {
    said.push(dialog.message())
    return dialog.dismiss()
  })
  await page.goto(pathToFileURL(file).href)
  await page.locator('summary').click()
  await expect(page.locator('li.message p').first()).toBeVisible()
  expect(await page.locator('li.message p').allTextContents()).toEqual(payloads)
  await expect(page.locator('summary bdi')).toHaveText('<img src=x onerror=ran=1>')
  expect(await page.evaluate(() => (globalThis as { ran?: unknown }).ran)).toBeUndefined()
  // Its own policy is the only one of these that it has.
  const found = (await page.evaluate(intruders)).filter(
    (element) => !/^<(meta http-equiv|style|details)/.test(element),
  )
  expect(found).toEqual([])
  expect(asked).toEqual([pathToFileURL(file).href])
  expect(said).toEqual([])
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: `test-results/screens/export-page-${colorScheme}.png` })
    await findNothing(page, `the exported page, ${colorScheme}`)
  }
  await page.setViewportSize(phone.viewport)
  expect(await page.evaluate(stickingOut)).toEqual([])
})

for (const dir of ['ltr', 'rtl'])
  test(`on a phone, ${dir}, one sees how far it is, cancels, and begins again`, async ({
    open,
    server,
    watch,
  }) => {
    watch.expect(/ERR_(ABORTED|FAILED)|status of 401 /)
    const danaOnline = await server.join(`dana_${dir}`)
    const emre = await server.join(`emre_${dir}`)
    for (let i = 0; i < 30; i++) await emre.send(danaOnline, `hello ${i}`)
    const dana = await open(danaOnline, phone)
    const { page } = dana
    await page.addInitScript((dir) => {
      document.addEventListener('DOMContentLoaded', () => {
        document.documentElement.dir = dir
      })
    }, dir)
    const looked = Promise.withResolvers<void>()
    await page.route('**/me/export**', async (route) => {
      await looked.promise
      await route.continue().catch(() => {})
    })
    await dana.goto('/settings')
    await button(dana, 'Download as a page').tap()
    const progress = page.getByRole('progressbar', { name: 'Messages written' })
    await expect(progress).toBeVisible()
    await expect(button(dana, 'Cancel')).toBeFocused()
    await page.screenshot({ path: `test-results/screens/export-phone-${dir}.png`, animations: 'disabled' })
    expect(await page.evaluate(stickingOut)).toEqual([])
    await findNothing(page, 'progress')
    await button(dana, 'Cancel').tap()
    await expect(progress).toBeHidden()
    await expect(dana.announcements).toContainText('Cancelled.')
    looked.resolve()
    await page.unroute('**/me/export**')

    const { path } = await save(dana, 'Download as JSON')
    expect(JSON.parse(await readFile(path, 'utf8')).totalMessages).toBe(30)
    await expect(page.getByRole('link', { name: /\.json$/ })).toBeFocused()
    expect(await page.evaluate(stickingOut)).toEqual([])
  })
