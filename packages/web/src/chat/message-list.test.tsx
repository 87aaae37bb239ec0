import { afterEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { anasScreen } from '../testing/anas-screen.tsx'
import { useChatWith } from '../use-chat.ts'
import { History } from './history.tsx'
import { listMode } from './list-mode.ts'

afterEach(() => listMode.choose('auto'))

const BensChat = ({ sought = null }: { sought?: number | null }) => (
  <section aria-label="Chat" className="flex min-h-0 flex-col">
    <History view={useChatWith('ben')} name="Ben" sought={sought} />
  </section>
)

const rows = () => page.getByRole('listitem')
const row = (text: string) => page.getByText(text, { exact: true })

test('of a long history only what is near the screen is drawn', async () => {
  const { draw } = await anasScreen({ fromBen: 3000 })
  await draw(<BensChat sought={1500} />)
  await expect.element(row('No. 1500')).toBeInViewport()
  expect(rows().length).toBeGreaterThan(10)
  expect(rows().length).toBeLessThanOrEqual(60)
  await expect
    .element(page.getByRole('listitem').filter({ has: row('No. 1500') }))
    .toHaveAttribute('aria-posinset', '1500')
})

test('from a place far back one scrolls both ways and jumps to the newest', async () => {
  const { draw, client } = await anasScreen({ fromBen: 3000 })
  await draw(<BensChat sought={1500} />)
  await expect.element(row('No. 1500')).toBeInViewport()
  const box = document.querySelector('ol')!.parentElement!.parentElement!
  const shown = () => client.getSnapshot().chat('ben').messages
  const [first, last] = [shown()[0]!.number, shown().at(-1)!.number]
  box.scrollTop = box.scrollHeight
  await expect.poll(() => shown().at(-1)!.number).toBeGreaterThan(last)
  box.scrollTop = 0
  await expect.poll(() => shown()[0]!.number).toBeLessThan(first)
  await page.getByRole('button', { name: /^To the newest message/ }).click()
  await expect.element(row('No. 3000')).toBeInViewport()
})

test('arrow keys go from row to row, through rows that were not drawn yet', async () => {
  const { draw } = await anasScreen({ fromBen: 200 })
  await draw(<BensChat sought={150} />)
  await expect.element(row('No. 150')).toBeInViewport()
  const list = document.querySelector('ol')!
  list.querySelector<HTMLElement>('[tabindex="0"]')!.focus()
  await userEvent.keyboard('{End}')
  await expect.poll(() => document.activeElement?.textContent).toContain('No. 200')
  await userEvent.keyboard('{ArrowUp}{ArrowUp}')
  await expect.poll(() => document.activeElement?.textContent).toContain('No. 198')
  await expect.poll(() => document.activeElement?.getAttribute('aria-label')).toMatch(/^Ben, .*: No\. 198$/)
  expect(list.querySelectorAll('[tabindex="0"]')).toHaveLength(1)
})

test('who reads further up is not moved by what arrives, and the button counts it', async () => {
  const { draw, server } = await anasScreen({ fromBen: 100 })
  await draw(<BensChat sought={50} />)
  await expect.element(row('No. 50')).toBeInViewport()
  await new Promise((resolve) => setTimeout(resolve, 400))
  const before = row('No. 50').element().getBoundingClientRect().top
  server.says('ben', 'ana', 'And another')
  await expect.element(page.getByRole('button', { name: /^To the newest message, .* unread$/ })).toBeVisible()
  expect(Math.abs(row('No. 50').element().getBoundingClientRect().top - before)).toBeLessThanOrEqual(1)
})

test('the simple list draws all that is here, and earlier messages come by a button', async () => {
  listMode.choose('simple')
  const { draw } = await anasScreen({ fromBen: 120, isRead: true })
  await draw(<BensChat />)
  await expect.element(row('No. 120')).toBeInViewport()
  expect(rows().length).toBe(15)
  const more = page.getByRole('button', { name: 'Load earlier messages' })
  for (const count of [65, 115]) {
    more.element().dispatchEvent(new MouseEvent('click', { bubbles: true }))
    await expect.poll(() => rows().length).toBe(count)
  }
  ;(more.element() as HTMLElement).focus()
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => rows().length).toBe(120)
  await expect.poll(() => document.activeElement?.textContent).toContain('No. 1')
  await expect.element(more).not.toBeInTheDocument()
})
