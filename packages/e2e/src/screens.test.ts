import { inspect } from './inspect.ts'
import { test } from './test.ts'

test('the screens before somebody is in look well and are accessible', async ({ open, server }) => {
  const { page } = await open()
  await page.goto('/')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await inspect(page, 'sign-in')
  await page.goto('/sign-up')
  await page.getByRole('button', { name: 'Make the account' }).click()
  await inspect(page, 'sign-up-mistakes')
  await page.goto(await server.setUpLink())
  await page.getByRole('heading', { name: 'Set up ChatApp' }).waitFor()
  await inspect(page, 'set-up')
})

test('the screens of somebody new look well and are accessible', async ({ open, server, watch }) => {
  watch.expect(/status of 404 /)
  const ana = await open(await server.join('ana'))
  await ana.goto('/')
  await ana.page.getByText('No chats yet.').waitFor()
  await inspect(ana.page, 'no-chats')
  await ana.goto('/new')
  await ana.page.getByText('Nobody else is here yet.').waitFor()
  await inspect(ana.page, 'nobody-else')
  await ana.goto('/c/nobody')
  await ana.page.getByText('There is nobody called').waitFor()
  await inspect(ana.page, 'nobody-called-so')
  await server.join('ben')
  await ana.openChat('ben')
  await ana.page.getByText('No messages yet.').waitFor()
  await inspect(ana.page, 'empty-chat')
})
