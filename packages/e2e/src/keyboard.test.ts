import { cast, castPassword } from '@chatapp/server/testing'
import type { Locator } from '@playwright/test'
import { expect, test } from './test.ts'

test('the keyboard alone does everything', async ({ open, server }) => {
  await server.join('ana')
  await server.join('ben')
  const ana = await open()
  const { keyboard } = ana.page
  await ana.goto('/')
  await ana.page.getByRole('heading', { name: 'Sign in' }).waitFor()

  await tabTo(ana.page.getByLabel('Username or e-mail'))
  await keyboard.type('ana')
  await tabTo(ana.page.getByLabel('Password', { exact: true }))
  await keyboard.type(castPassword)
  await keyboard.press('Enter')
  await ana.page.getByRole('heading', { name: 'Chats' }).waitFor()

  await tabTo(ana.page.getByRole('link', { name: 'New chat' }))
  await keyboard.press('Enter')
  await expect(ana.page.getByLabel('Name or username')).toBeFocused()
  await keyboard.type('ben')
  const found = ana.page.getByRole('list', { name: 'People' }).getByRole('link', { name: cast.ben })
  await expect(found).toHaveCount(1)
  await tabTo(found)
  await keyboard.press('Enter')

  await expect(ana.composer).toBeFocused()
  await keyboard.type('First line')
  await keyboard.press('Shift+Enter')
  await keyboard.type('second line')
  await keyboard.press('Enter')
  await expect(ana.texts.last()).toHaveText('First line\nsecond line', {
    useInnerText: true,
  })
  await expect(ana.composer).toBeFocused()
  await keyboard.press('Enter')
  await expect(ana.messages).toHaveCount(1)

  await keyboard.type('Second message')
  await keyboard.press('Enter')
  await expect(ana.messages).toHaveCount(2)

  // One row is in the tab order, and the arrow keys go on from there.
  await keyboard.press('Shift+Tab')
  await expect(ana.message('Second message')).toBeFocused()
  await keyboard.press('ArrowUp')
  await expect(ana.messages.first()).toBeFocused()
  await expect(ana.messages.first()).toHaveAccessibleName(/^You, .*: First line\s+second line$/)
  await keyboard.press('End')
  await expect(ana.message('Second message')).toBeFocused()

  await tabTo(ana.page.getByRole('button', { name: 'Your account' }))
  await keyboard.press('Enter')
  await tabTo(ana.page.getByRole('radio', { name: 'System' }))
  await keyboard.press('ArrowRight')
  await expect(ana.page.locator('html')).toHaveAttribute('data-theme', 'light')
  await keyboard.press('Escape')
  await expect(ana.page.getByRole('button', { name: 'Your account' })).toBeFocused()
  await tabTo(ana.page.getByRole('button', { name: 'Skip the list of chats' }))
  await keyboard.press('Enter')
  await expect(ana.composer).toBeFocused()
  await tabTo(ana.chatRow(cast.ben))
  await keyboard.press('Enter')
  await tabTo(ana.page.getByRole('button', { name: 'Your account' }))
  await keyboard.press('Enter')
  await tabTo(ana.page.getByRole('button', { name: 'Sign out' }))
  await keyboard.press('Enter')
  await ana.page.getByRole('heading', { name: 'Sign in' }).waitFor()

  /** Where the focus stands is always to be seen. */
  async function tabTo(target: Locator) {
    for (let presses = 0; presses < 20; presses++) {
      await keyboard.press('Tab')
      const { isReached, outline } = await target.evaluate((element) => {
        const { activeElement, body } = document
        const isNowhere = activeElement === null || activeElement === body
        return {
          isReached: element === activeElement,
          outline: isNowhere ? null : getComputedStyle(activeElement).outlineStyle,
        }
      })
      if (outline !== null) expect(outline).toBe('solid')
      if (isReached) return
    }
    throw new Error(`The keyboard does not reach ${target}`)
  }
})

test('Enter that ends the composition of a word sends nothing', async ({ open, server }) => {
  const chloe = await open(await server.join('chloe'))
  await server.join('dana')
  await chloe.openChat('dana')
  await chloe.composer.fill('にほん')
  await chloe.composer.evaluate((box) => {
    const enter = { key: 'Enter', bubbles: true, cancelable: true, isComposing: true }
    box.dispatchEvent(new KeyboardEvent('keydown', enter))
  })
  await expect(chloe.composer).toHaveValue('にほん')
  await chloe.composer.press('Enter')
  await expect(chloe.messages).toHaveCount(1)
})

test('what was not sent is edited and deleted by the keyboard, and a chat is found by it', async ({
  open,
  server,
  watch,
}) => {
  watch.expect(/status of 403 .*\/api\/v1\/messages$/)
  const emreOnline = await server.join('emre')
  await server.join('fay')
  await emreOnline.send('fay', 'Hello')
  const emre = await open(emreOnline)
  const { keyboard } = emre.page
  await emre.page.route('**/api/v1/messages', (route) =>
    route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify(refusal) }),
  )
  await emre.goto('/')
  const filter = emre.page.getByRole('searchbox', { name: 'Find a chat' })
  while (!(await filter.evaluate((box) => box === document.activeElement))) await keyboard.press('Tab')
  await keyboard.type('fay')
  while (!(await emre.chatRow('fay').evaluate((row) => row === document.activeElement)))
    await keyboard.press('Tab')
  await keyboard.press('Enter')
  await expect(emre.composer).toBeFocused()

  await keyboard.type('Refused')
  await keyboard.press('Enter')
  await expect(emre.message('Refused')).toContainText('Not sent')
  const [edit, remove] = ['Edit', 'Delete'].map((name) =>
    emre.message('Refused').getByRole('button', { name }),
  )
  await keyboard.press('Shift+Tab')
  await keyboard.press('Shift+Tab')
  await expect(edit!).toBeFocused()
  await keyboard.press('Enter')
  await expect(emre.composer).toBeFocused()
  await expect(emre.composer).toHaveValue('Refused')
  await expect(emre.messages).toHaveCount(1)
  await keyboard.press('Enter')
  await expect(remove!).toBeVisible()
  await keyboard.press('Shift+Tab')
  await expect(remove!).toBeFocused()
  await keyboard.press('Enter')
  await expect(emre.composer).toBeFocused()
  await expect(emre.composer).toHaveValue('')
  await expect(emre.messages).toHaveCount(1)
})

const refusal = { code: 'not_accepting', status: 403, title: '', type: '', requestId: '' }
