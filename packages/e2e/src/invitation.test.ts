import { cast } from '@chatapp/server/testing'
import { inspect } from './inspect.ts'
import { expect, test } from './test.ts'

test('where sign-up is by invitation, a link lets somebody in, once', async ({ open, server, watch }) => {
  watch.expect(/status of 403 .*\/api\/v1\/invitations\/check$/)
  watch.expect(/status of 422 .*\/api\/v1\/sign-up$/)
  await server.chatapp('sign-up', 'invite')
  const { hash } = new URL((await server.chatapp('invite')).split('\n')[1]!)
  const link = `${server.url}/sign-up${hash}`
  const emre = await open()
  await emre.goto('/sign-in')
  await expect(emre.page.getByText('You need an invitation')).toBeVisible()
  await inspect(emre.page, 'sign-in-by-invitation')
  await emre.goto('/sign-up')
  await expect(emre.page.getByText('You need an invitation here')).toBeVisible()
  await expect(emre.page.getByLabel('Password', { exact: true })).toBeHidden()
  await inspect(emre.page, 'sign-up-without-invitation')

  await emre.goto(link)
  await emre.fillRegistration('emre', cast.emre)
  expect(emre.page.url()).toBe(`${server.url}/sign-up`)
  await emre.page.getByLabel('Password', { exact: true }).fill('password1')
  await emre.page.keyboard.press('Enter')
  await expect(emre.page.getByText('Too many people use this password.')).toBeVisible()
  await inspect(emre.page, 'sign-up-common-password')
  await emre.page.getByLabel('Password', { exact: true }).fill('a lighthouse in the fog')
  await emre.page.keyboard.press('Enter')
  await emre.page.getByRole('heading', { name: 'Chats' }).waitFor()

  const fay = await open()
  await fay.goto(link)
  await expect(fay.page.getByRole('alert')).toContainText('This invitation is used up or too old.')
  await inspect(fay.page, 'sign-up-used-invitation')
})

test('where sign-up is closed, nobody is offered an account', async ({ open, server }) => {
  await server.chatapp('sign-up', 'closed')
  const gil = await open()
  const { page } = gil
  await gil.goto('/sign-in')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expect(page.getByText('New here?')).toBeHidden()
  await gil.goto('/sign-up')
  await expect(page.getByText('takes no new accounts by itself')).toBeVisible()
  await inspect(page, 'sign-up-closed')
})

test('an administrator says who may sign up, and makes and takes back invitations', async ({
  open,
  server,
  watch,
}) => {
  watch.expect(/status of 403 .*\/api\/v1\/invitations\/check$/)
  const root = await open(await server.admin())
  const { page } = root
  await root.goto('/admin')
  await page.getByRole('link', { name: 'Sign-up' }).click()
  await page.getByRole('radio', { name: 'By invitation' }).check()
  await expect(root.announcements).toContainText('By invitation')
  await page.getByRole('spinbutton', { name: 'Accounts' }).fill('0')
  await page.getByRole('button', { name: 'Make a link' }).click()
  await expect(page.getByRole('spinbutton', { name: 'Accounts' })).toHaveAttribute('aria-invalid', 'true')
  await page.getByRole('spinbutton', { name: 'Accounts' }).fill('2')
  await page.keyboard.press('Enter')
  const link = await page.getByLabel('Link to hand over').inputValue()
  await expect(page.getByText('2 of 2 left')).toBeVisible()
  await inspect(page, 'admin-sign-up')

  const dana = await open()
  await dana.goto(link)
  await dana.fillRegistration('dana', cast.dana)
  await dana.page.keyboard.press('Enter')
  await dana.page.getByRole('heading', { name: 'Chats' }).waitFor()

  await page.reload()
  await page.getByText('1 of 2 left').waitFor()
  await page.getByRole('button', { name: 'Take back the invitation with 1 of 2 left' }).click()
  await expect(page.getByText('1 of 2 left')).toBeHidden()
  const ivo = await open()
  await ivo.goto(link)
  await expect(ivo.page.getByRole('alert')).toContainText('This invitation is used up or too old.')
})
