import { cast } from '@chatapp/server/testing'
import { expect, test } from './test.ts'

test('a session that ends while somebody types keeps what they typed', async ({ open, server }) => {
  const anaOnline = await server.join('ana')
  await server.join('ben')
  const ana = await open(anaOnline)
  await ana.openChat('ben')
  await expect(ana.page.getByRole('heading', { name: cast.ben })).toBeVisible()
  await ana.composer.fill('A long letter')
  await anaOnline.call('signOut')
  await expect(ana.page.getByText('Sign in to go on where you were.')).toBeVisible()
  await ana.signIn('ana')
  await expect(ana.page.getByRole('heading', { name: cast.ben })).toBeVisible()
  await expect(ana.composer).toHaveValue('A long letter')
})

test('what is sent as a session ends goes out after signing in again', async ({ open, server, watch }) => {
  watch.expect(/status of 401 /)
  const [chloeOnline, danaOnline] = [await server.join('chloe'), await server.join('dana')]
  const chloe = await open(chloeOnline)
  await chloe.openChat('dana')
  await expect(chloe.page.getByText('No messages yet.')).toBeVisible()
  // Nothing but the message shall find out.
  await chloe.page.waitForLoadState('networkidle')
  await chloe.page.context().clearCookies()
  await chloe.say('Sealed')
  await expect(chloe.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expect(chloe.page.getByText('Sealed')).toHaveCount(0)
  await chloe.signIn('chloe')
  await expect(chloe.message('Sealed')).toContainText('Sent')
  const { body } = await danaOnline.call('listMessages', { query: { with: 'chloe' } })
  expect(body.items).toHaveLength(1)
})

test('signing out or in in one tab does so in the other', async ({ open, server }) => {
  const emre = await open(await server.join('emre'))
  await emre.goto('/')
  const tab = await emre.page.context().newPage()
  await tab.goto('/')
  await expect(tab.getByRole('heading', { name: 'Chats' })).toBeVisible()
  await emre.signOut()
  await expect(tab.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await emre.signIn('emre')
  await expect(tab.getByRole('heading', { name: 'Chats' })).toBeVisible()
})
