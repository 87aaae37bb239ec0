import { cast } from '@chatapp/server/testing'
import { expect, test } from './test.ts'

test('a session that ends while somebody types keeps what they typed', async ({ open, server }) => {
  const anaOnline = await server.join('ana')
  await server.join('ben')
  const ana = await open(anaOnline)
  await ana.openChat('ben')
  await ana.composer.fill('A long letter')
  await anaOnline.call('signOut')
  await expect(ana.page.getByText('Sign in to go on where you were.')).toBeVisible()
  await ana.signIn('ana')
  await expect(ana.page.getByRole('heading', { name: cast.ben })).toBeVisible()
  await expect(ana.composer).toHaveValue('A long letter')
})

test('what is sent as a session ends goes out after signing in again', async ({ open, server, watch }) => {
  watch.expect(/status of 401 /)
  const [anaOnline, benOnline] = [await server.join('ana'), await server.join('ben')]
  const ana = await open(anaOnline)
  await ana.openChat('ben')
  await expect(ana.page.getByText('No messages yet.')).toBeVisible()
  await ana.page.context().clearCookies()
  await ana.say('Sealed')
  await expect(ana.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expect(ana.page.getByText('Sealed')).toHaveCount(0)
  await ana.signIn('ana')
  await expect(ana.message('Sealed')).toContainText('Sent')
  const { body } = await benOnline.call('listMessages', { query: { with: 'ana' } })
  expect(body.items).toHaveLength(1)
})

test('signing out in one tab signs out the other', async ({ open, server }) => {
  const ana = await open(await server.join('ana'))
  await ana.goto('/')
  const tab = await ana.page.context().newPage()
  await tab.goto('/')
  await expect(tab.getByRole('heading', { name: 'Chats' })).toBeVisible()
  await ana.signOut()
  await expect(tab.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})
