import { castPassword } from '@chatapp/server/testing'
import { inspect } from './inspect.ts'
import { expect, test } from './test.ts'
import { withMail } from './with-mail.ts'

const mailing = withMail()

test('an address is confirmed by the link in a mail, and so is another one', async ({ browser, watch }) => {
  watch.expect(/status of 40[13] /)
  await using context = await browser.newContext({ baseURL: mailing.server.url })
  await watch.over(context, mailing.server.url)
  const page = await context.newPage()
  await page.goto('/sign-up')
  for (const [label, text] of [
    ['Your name', 'Ana Kovač'],
    ['Username', 'ana'],
    ['E-mail', 'ana@example.com'],
    ['Password', castPassword],
  ] as const)
    await page.getByLabel(label, { exact: true }).fill(text)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Chats' }).waitFor()
  await page.goto('/settings')
  const section = page.getByRole('region', { name: 'E-mail' })
  await expect(section).toContainText('ana@example.com is not confirmed yet')
  await inspect(page, 'settings-email-unconfirmed')

  // On another device: this one is told.
  const link = new URL(
    /http:\/\/localhost:\d+\/confirm-email#[\w-]+/.exec((await mailing.mails.has(1)).content)![0],
  )
  const other = await context.newPage()
  await other.goto(link.pathname + link.hash)
  await expect(other.getByRole('heading', { name: 'Confirm your address' })).toBeVisible()
  expect(other.url()).toBe(`${mailing.server.url}/confirm-email`)
  await inspect(other, 'confirm-email')
  await other.getByRole('button', { name: 'Confirm this address' }).press('Enter')
  await expect(other.getByRole('heading', { name: 'Your address is confirmed' })).toBeVisible()
  await inspect(other, 'confirm-email-done')
  await expect(section).toHaveText(/ana@example\.com/)
  await expect(section).not.toContainText('not confirmed')
  await other.goto('/')
  await other.goto(link.pathname + link.hash)
  await other.getByRole('button', { name: 'Confirm this address' }).click()
  await expect(other.getByRole('alert')).toContainText('This link is used up or too old.')

  await page.getByRole('link', { name: 'Change address' }).click()
  await page.getByRole('heading', { name: 'Change address' }).waitFor()
  await inspect(page, 'settings-email')
  await page.getByLabel('E-mail').fill('not an address')
  await page.keyboard.press('Enter')
  await expect(page.getByText('This is not an e-mail address.')).toBeVisible()
  await page.getByLabel('E-mail').fill('ana@example.org')
  await page.keyboard.press('Enter')
  await expect(page.getByText('A mail is on its way.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Back to settings' }).last()).toBeFocused()
  await inspect(page, 'settings-email-asked')
  await page.keyboard.press('Enter')
  await expect(section).toContainText('ana@example.org is not confirmed yet')
  await mailing.mails.has(3)
  expect(mailing.mails.mails.map(({ to }) => to[0]).sort()).toEqual([
    'ana@example.com',
    'ana@example.com',
    'ana@example.org',
  ])
})

test('without a mail server an address changes at once, once the password is confirmed', async ({
  open,
  server,
  watch,
}) => {
  watch.expect(/status of 401 /)
  const { page } = await open(await server.join('ben'))
  await page.goto('/settings/email')
  await expect(page.getByText('Only you see it.')).toBeVisible()
  await page.getByLabel('E-mail').fill('ben@example.org')
  server.ageSessions()
  await page.getByRole('button', { name: 'Change address' }).click()
  await page.getByRole('dialog').getByLabel('Your password', { exact: true }).fill(castPassword)
  await page.keyboard.press('Enter')
  await expect(page.getByText('Your address is changed.')).toBeVisible()
  await page.getByRole('link', { name: 'Back to settings' }).last().click()
  await expect(page.getByRole('region', { name: 'E-mail' })).toContainText('ben@example.org')
})
