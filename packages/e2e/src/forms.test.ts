import { cast } from '@chatapp/server/testing'
import { expect, test } from './test.ts'

test('what is wrong with a new account is said beside the field', async ({ open, server, watch }) => {
  watch.expect(/status of 422 .*\/api\/v1\/sign-up$/)
  await server.join('ana')
  const { page } = await open()
  await page.goto('/sign-up')
  const makeIt = page.getByRole('button', { name: 'Make the account' })
  await makeIt.click()
  await expect(page.getByLabel('Your name')).toBeFocused()
  await expect(page.getByLabel('Your name')).toHaveAccessibleDescription(/Fill this in/)

  await page.getByLabel('Your name').fill(cast.ana)
  await page.getByLabel('Username').fill('Ana K')
  await page.getByLabel('E-mail').fill('nowhere')
  await page.getByLabel('Password', { exact: true }).pressSequentially('short')
  await makeIt.click()
  await expect(page.getByText('Use 3 to 32 letters from a to z, digits and _, without spaces.')).toBeVisible()
  await expect(page.getByText('This is not an e-mail address.')).toBeVisible()
  await expect(page.getByText('Use at least 8 characters.')).toBeVisible()

  await page.getByLabel('Username').fill('ana')
  await page.getByLabel('E-mail').fill('ana2@example.com')
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
  await makeIt.click()
  await expect(page.getByLabel('Username')).toBeFocused()
  await expect(page.getByLabel('Username')).toHaveAccessibleDescription(/This username is taken/)
})

test('a wrong password is said, and what was typed stays', async ({ open, server, watch }) => {
  watch.expect(/status of 401 .*\/api\/v1\/sign-in$/)
  await server.join('ben')
  const { page } = await open()
  await page.goto('/c/ben')
  await expect(page.getByText('Sign in to go on where you were.')).toBeVisible()
  await page.getByLabel('Username or e-mail').fill('ben')
  await page.getByLabel('Password', { exact: true }).fill('not this one')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toHaveText('Wrong username, e-mail or password.')
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused()
  await expect(page.getByLabel('Username or e-mail')).toHaveValue('ben')
})
