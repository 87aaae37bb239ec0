import { castPassword } from '@chatapp/server/testing'
import { inspect } from './inspect.ts'
import { expect, test } from './test.ts'

test('who forgot their password sets a new one by a link, which works once', async ({
  open,
  server,
  watch,
}) => {
  watch.expect(/status of 40[13] /)
  const elsewhere = await open(await server.join('ana'))
  await elsewhere.goto('/')
  const link = await server.resetLink('ana')
  const ana = await open()
  await ana.goto('/sign-in')
  await expect(ana.page.getByText('Forgot your password?')).toBeVisible()

  await ana.goto(link)
  await ana.page.getByRole('heading', { name: 'Set a new password' }).waitFor()
  expect(ana.page.url()).toBe(`${server.url}/reset`)
  await inspect(ana.page, 'reset')
  await ana.page.getByLabel('New password', { exact: true }).fill('short')
  await ana.page.keyboard.press('Enter')
  await expect(ana.page.getByText('Use at least 8 characters.')).toBeVisible()
  await ana.page.getByLabel('New password', { exact: true }).fill('a lighthouse in the fog')
  await ana.page.keyboard.press('Enter')
  await ana.page.getByRole('heading', { name: 'Your password is set' }).waitFor()
  await expect(elsewhere.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await inspect(ana.page, 'reset-done')

  await ana.page.getByRole('link', { name: 'Sign in' }).click()
  await ana.page.getByLabel('Username or e-mail').fill('ana')
  await ana.page.getByLabel('Password', { exact: true }).fill('a lighthouse in the fog')
  await ana.page.keyboard.press('Enter')
  await ana.page.getByRole('heading', { name: 'Chats' }).waitFor()

  await ana.goto(link)
  await ana.page.getByLabel('New password', { exact: true }).fill(castPassword)
  await ana.page.keyboard.press('Enter')
  await expect(ana.page.getByRole('alert')).toContainText('This link is used up or too old.')
  await ana.goto('/')
  await ana.page.getByRole('heading', { name: 'Chats' }).waitFor()
})

test('without the link’s end there is nothing to set', async ({ open }) => {
  const { page } = await open()
  await page.goto('/reset')
  await expect(page.getByText('This page needs the whole link')).toBeVisible()
  await inspect(page, 'reset-without-token')
  await page.getByRole('link', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/$/)
})
