import type { Locator } from '@playwright/test'
import { inspect } from './inspect.ts'
import { expect, test } from './test.ts'

/** One of the two halves, by whose screen it is. */
const sideOf = (page: { getByRole(role: 'region'): Locator }, name: string) =>
  page.getByRole('region').filter({ hasText: `${name}’s screen` })

test('two clicks lead from the start to a message that has arrived', async ({ open }) => {
  const { page } = await open()
  await page.goto('/')
  await page.getByRole('link', { name: 'Try it' }).click()
  const [ada, bob] = [sideOf(page, 'Ada'), sideOf(page, 'Bob')]
  await expect(ada.getByRole('textbox')).toBeFocused()
  await inspect(page, 'try-it')
  await page.setViewportSize({ width: 1280, height: 720 })
  await ada.getByRole('button', { name: 'Send' }).click()
  await expect(bob.getByRole('listitem').filter({ hasText: 'Hi Bob! Can you see this?' })).toBeVisible()
  await expect(ada.getByRole('listitem').last()).toContainText('Read')

  await bob.getByRole('textbox').fill('I can.')
  await bob.getByRole('textbox').press('Enter')
  await expect(ada.getByRole('listitem').filter({ hasText: 'I can.' })).toBeVisible()
  await inspect(page, 'try-it-talk')

  // A reload goes on with it; its end leaves nothing, and another one can begin.
  await page.reload()
  await expect(ada.getByRole('listitem')).toHaveCount(2)
  const other = await page.context().newPage()
  await other.goto('/try')
  await expect(sideOf(other, 'Bob').getByRole('listitem')).toHaveCount(2)
  await page.getByRole('button', { name: 'End the demo' }).click()
  await expect(page.getByRole('heading', { name: 'Welcome to ChatApp' })).toBeVisible()
  await expect(other.getByText('The demo has ended.')).toBeVisible()
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([])
  await page.getByRole('link', { name: 'Try it' }).click()
  await expect(ada.getByText('No messages yet.')).toBeVisible()
})

test('the first account ends the demo, and there is none any more', async ({ open, server, watch }) => {
  watch.expect(/status of 403 .*\/api\/v1\/demo$/)
  const { page } = await open()
  await page.goto('/try')
  await expect(sideOf(page, 'Bob').getByText('No messages yet.')).toBeVisible()
  await server.join('ana')
  await expect(page.getByText('The demo has ended.')).toBeVisible()
  await page.goto('/try')
  await expect(page.getByText('There is no demo here')).toBeVisible()
  await page.getByRole('link', { name: 'To the start' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})
