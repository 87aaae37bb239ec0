import { inspect } from './inspect.ts'
import { expect, test } from './test.ts'
import { withMail } from './with-mail.ts'

const mailing = withMail()

test('who forgot their password asks for a mail, and its link sets a new one', async ({ browser, watch }) => {
  await mailing.server.join('ana')
  await using context = await browser.newContext({ baseURL: mailing.server.url })
  await watch.over(context, mailing.server.url)
  watch.expect(/status of 401 /)
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor()
  await inspect(page, 'forgot')
  await page.getByRole('button', { name: 'Send the link' }).click()
  await expect(page.getByText('Fill this in.')).toBeVisible()
  await page.getByLabel('Username or e-mail').fill('ANA@example.com')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Look into your mail' }).waitFor()
  await inspect(page, 'forgot-asked')

  const { to, content } = await mailing.mails.has(2)
  expect(to).toEqual(['ana@example.com'])
  const { hash } = new URL(/http:\/\/localhost:\d+\/reset#[\w-]+/.exec(content)![0])
  await page.goto(`/reset${hash}`)
  await page.getByLabel('New password', { exact: true }).fill('a lighthouse in the fog')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Your password is set' }).waitFor()
  await page.getByRole('link', { name: 'Sign in' }).click()
  await page.getByLabel('Username or e-mail').fill('ana')
  await page.getByLabel('Password', { exact: true }).fill('a lighthouse in the fog')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Chats' }).waitFor()
})
