import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { keepDraft } from '../drafts.ts'
import { anasScreen } from '../testing/anas-screen.tsx'
import { ConversationsPane } from './conversations-pane.tsx'

async function anasList() {
  const screen = await anasScreen()
  for (const peer of ['ben', 'chloe', 'dana']) screen.server.says(peer, 'ana', `Hello from ${peer}`)
  await screen.draw(<ConversationsPane />)
  await expect.poll(names).toEqual(['dana', 'chloe', 'ben'])
  return screen
}

const links = () => page.getByRole('list', { name: 'Chats' }).getByRole('link')
const textOf = (row: number) => links().elements()[row]?.textContent
const names = () =>
  links()
    .elements()
    .map((link) => (link as HTMLElement).dataset.username)

test('rows keep their places while the pointer is on the list, and move once it has gone', async () => {
  const { server } = await anasList()
  expect(names()).toEqual(['dana', 'chloe', 'ben'])
  await links().nth(1).hover()
  server.says('ben', 'ana', 'Me first')
  await expect.poll(() => textOf(2)).toContain('Me first')
  expect(names()).toEqual(['dana', 'chloe', 'ben'])
  await userEvent.hover(page.getByRole('heading', { name: 'Chats' }))
  await expect.poll(names).toEqual(['ben', 'dana', 'chloe'])
})

test('the filter and the chips choose, and say when nothing is left', async () => {
  const { client } = await anasList()
  await page.getByRole('searchbox', { name: 'Find a chat' }).fill('be')
  await expect.poll(names).toEqual(['ben'])
  await page.getByRole('searchbox', { name: 'Find a chat' }).fill('zz')
  await expect.element(page.getByText('No chat with “zz”.')).toBeVisible()
  await expect
    .element(page.getByRole('link', { name: 'Search everybody' }))
    .toHaveAttribute('href', '/new?q=zz')
  await page.getByRole('button', { name: 'Clear' }).click()
  client.markRead('chloe', 1)
  await page.getByRole('button', { name: 'Unread' }).click()
  await expect.poll(names).toEqual(['dana', 'ben'])
  for (const peer of ['ben', 'dana']) client.markRead(peer, 1)
  await expect.element(page.getByText('Nothing unread.')).toBeVisible()
})

test('a draft stands in the row until it is sent or taken back', async () => {
  await anasList()
  keepDraft('ana', 'chloe', 'I was going to')
  await expect.poll(() => textOf(1)).toContain('Draft: I was going to')
  keepDraft('ana', 'chloe', '')
  await expect.poll(() => textOf(1)).toContain('Hello from chloe')
})

test('one row is in the tab order, and the arrow keys go on from there', async () => {
  await anasList()
  const inTabOrder = () =>
    links()
      .elements()
      .filter((link) => (link as HTMLElement).tabIndex === 0)
  expect(inTabOrder()).toHaveLength(1)
  ;(inTabOrder()[0] as HTMLElement).focus()
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(links().nth(1)).toHaveFocus()
  await userEvent.keyboard('{End}')
  await expect.element(links().nth(2)).toHaveFocus()
  expect(inTabOrder()).toEqual([links().nth(2).element()])
})
