import { cast } from '@chatapp/server/testing'
import { expect, test } from './test.ts'

test('a mistyped token makes nobody an administrator', async ({ open, watch }) => {
  watch.expect(/status of 403 .*\/api\/v1\/setup$/)
  const emre = await open()
  await emre.goto('/setup')
  await emre.page.getByLabel('Set-up token').fill('something else')
  await emre.fillRegistration('emre', cast.emre)
  await emre.page.getByRole('button', { name: 'Make the administrator' }).click()
  await expect(emre.page.getByRole('alert')).toContainText('This link is used up or too old.')
})

test('the link from the console makes the first administrator, once', async ({ open, server, watch }) => {
  watch.expect(/status of 403 .*\/api\/v1\/setup$/)
  const link = await server.setUpLink()
  const chloe = await open()
  await chloe.goto('/')
  await expect(chloe.page.getByRole('heading', { name: 'Welcome to ChatApp' })).toBeVisible()

  await chloe.goto(link)
  await expect(chloe.page.getByRole('heading', { name: 'Set up ChatApp' })).toBeVisible()
  expect(chloe.page.url()).toBe(`${server.url}/setup`)
  await chloe.fillRegistration('chloe', cast.chloe)
  await chloe.page.getByRole('button', { name: 'Make the administrator' }).click()
  await expect(chloe.page.getByRole('heading', { name: 'Chats' })).toBeVisible()
  expect(chloe.page.url()).toBe(`${server.url}/`)
  const { role } = await chloe.page.evaluate(() => fetch('/api/v1/me').then((answer) => answer.json()))
  expect(role).toBe('admin')

  const emre = await open()
  await emre.goto(link)
  await expect(emre.page.getByRole('heading', { name: 'Already set up' })).toBeVisible()
})
