import { payloads } from './payloads.ts'
import { expect, test } from './test.ts'

test('script in names and messages is text and nothing else', async ({ open, server }) => {
  const anaOnline = await server.join('ana')
  for (const [at, payload] of payloads.entries()) {
    const writer = await server.join(`writer_${at}`, payload)
    await writer.send('ana', payload)
    await anaOnline.send(writer, payload)
  }
  const ana = await open(anaOnline)
  await ana.goto('/new')
  const people = ana.page.getByRole('list', { name: 'People' }).getByRole('link')
  await expect(people).toHaveCount(payloads.length)
  await ana.page.getByLabel('Name or username').fill(payloads[0]!)
  await expect(people).toHaveCount(1)
  await ana.page.getByLabel('Name or username').fill(`${payloads[0]} nobody`)
  await expect(ana.page.getByText(`begins with “${payloads[0]} nobody”`)).toBeVisible()

  // The app makes none of these itself: the composer is its only form.
  const foreign = ana.page.locator(
    'iframe, object, form:not(:has([data-composer])), style, base, math, details, body script',
  )
  for (const [at, payload] of payloads.entries()) {
    await ana.page.getByRole('list', { name: 'Chats' }).locator(`a[href="/c/writer_${at}"]`).click()
    await expect(ana.page.getByRole('heading', { name: payload, exact: true })).toBeVisible()
    await expect(ana.texts.getByText(payload, { exact: true })).toHaveCount(2)
    await ana.composer.fill(payload)
    await expect(foreign).toHaveCount(0)
  }
  await ana.page.reload()
  await expect(ana.composer).toHaveValue(payloads.at(-1)!)
  expect(await ana.page.evaluate(() => 'ran' in globalThis)).toBe(false)
})
