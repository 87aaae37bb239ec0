import { castPassword } from '@chatapp/server/testing'
import { inspect } from './inspect.ts'
import { expect, test } from './test.ts'

const newPassword = 'a lighthouse in the fog'

test('everyone sees where they are signed in, and ends one session or all others', async ({
  open,
  server,
}) => {
  const here = await open(await server.join('ana'))
  const signInElsewhere = async () => {
    const elsewhere = await open()
    await elsewhere.goto('/sign-in')
    await elsewhere.signIn('ana')
    await elsewhere.page.getByRole('heading', { name: 'Chats' }).waitFor()
    return elsewhere
  }
  const [first, second, third] = [await signInElsewhere(), await signInElsewhere(), await signInElsewhere()]
  await here.goto('/')
  await here.page.getByRole('button', { name: 'Your account' }).click()
  await here.page.getByRole('link', { name: 'Settings' }).click()
  const sessions = here.page.getByRole('list', { name: 'Where you are signed in' }).getByRole('listitem')
  await expect(sessions).toHaveCount(4)
  await expect(sessions.first()).toContainText('This device')
  await expect(sessions.nth(1)).toContainText(/Chrome on Linux.*Active within the hour · 127\.0\.0\.1/)
  await expect(here.page.getByRole('button', { name: 'Settings' })).toHaveCount(0)
  await inspect(here.page, 'settings')

  await sessions.nth(1).getByRole('button', { name: 'Sign out Chrome on Linux' }).click()
  await expect(sessions).toHaveCount(3)
  await expect(here.announcements).toContainText('Chrome on Linux is signed out.')
  // Latest use first: the third was the last to come.
  await expect(third.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()

  await here.page.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await expect(sessions).toHaveCount(1)
  for (const elsewhere of [first, second])
    await expect(elsewhere.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expect(here.page.getByRole('button', { name: 'Sign out everywhere else' })).toHaveCount(0)
  await here.page.reload()
  await expect(sessions).toHaveCount(1)
})

test('a password is changed by whoever knows the current one', async ({ open, server, watch }) => {
  watch.expect(/status of 4(01|22) /)
  const ben = await open(await server.join('ben'))
  await ben.goto('/settings')
  await ben.page.getByRole('link', { name: 'Change password' }).click()
  const current = ben.page.getByLabel('Current password', { exact: true })
  const next = ben.page.getByLabel('New password', { exact: true })
  const change = ben.page.getByRole('button', { name: 'Change password' })
  await expect(current).toBeFocused()

  await current.fill('not hers')
  await next.fill('short')
  await change.click()
  await expect(ben.page.getByText('Use at least 8 characters.')).toBeVisible()
  await next.fill(newPassword)
  await change.click()
  await expect(ben.page.getByText('This is not your password.')).toBeVisible()
  await expect(current).toBeFocused()
  await inspect(ben.page, 'change-password')

  await current.fill(castPassword)
  await next.press('Enter')
  await expect(ben.page.getByText('Your password is changed.')).toBeVisible()
  await inspect(ben.page, 'password-changed')
  await ben.page.keyboard.press('Enter')
  await expect(ben.page.getByRole('heading', { name: 'Settings' })).toBeVisible()

  await ben.signOut()
  await ben.signIn('ben')
  await expect(ben.page.getByText('Wrong username, e-mail or password.')).toBeVisible()
  await ben.page.getByLabel('Password', { exact: true }).fill(newPassword)
  await ben.page.getByRole('button', { name: 'Sign in' }).click()
  await expect(
    ben.page
      .getByRole('heading', { name: 'Settings' })
      .or(ben.page.getByRole('heading', { name: 'Chats' }))
      .first(),
  ).toBeVisible()
})

test('what the server refuses is said, and can be tried again', async ({ open, server, watch }) => {
  watch.expect(/status of 503 |ERR_FAILED/)
  const chloe = await open(await server.join('chloe'))
  let isDown = true
  await chloe.page.route('**/api/v1/me/sessions', async (route) => {
    if (isDown) await route.abort()
    else await route.fallback()
  })
  await chloe.goto('/settings')
  await expect(chloe.page.getByText('The server did not answer.')).toBeVisible()
  isDown = false
  await chloe.page.getByRole('button', { name: 'Try again' }).click()
  await expect(chloe.page.getByText('This device')).toBeVisible()
})
