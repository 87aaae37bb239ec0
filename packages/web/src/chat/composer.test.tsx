import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { anasScreen } from '../testing/anas-screen.tsx'
import { Composer } from './composer.tsx'

async function anasComposer() {
  const screen = await anasScreen()
  await screen.draw(<Composer me="ana" peer="ben" name="Ben" takesFocus />)
  const box = page.getByRole('textbox', { name: 'Message to Ben' })
  return { ...screen, box, sent: () => screen.client.getSnapshot().chat('ben').pending }
}

const heightOf = (box: { element(): Element }) => box.element().getBoundingClientRect().height

test('Enter sends, Shift and Enter break the line, and nothing but spaces is not sent', async () => {
  const { box, client } = await anasComposer()
  await expect.element(box).toHaveFocus()
  await userEvent.keyboard('Hello{Shift>}{Enter}{/Shift}there{Enter}')
  await expect.poll(() => client.getSnapshot().chat('ben').messages).toMatchObject([{ body: 'Hello\nthere' }])
  await expect.element(box).toHaveValue('')
  await userEvent.keyboard('  {Enter}')
  expect(client.getSnapshot().chat('ben').messages).toHaveLength(1)
  await expect.element(page.getByRole('button', { name: 'Send' })).toBeDisabled()
})

test('it grows from one line to eight, and scrolls from there', async () => {
  const { box } = await anasComposer()
  const one = heightOf(box)
  const line = Number.parseFloat(getComputedStyle(box.element()).lineHeight)
  await box.fill('1\n2\n3')
  expect(heightOf(box)).toBeCloseTo(one + 2 * line, 0)
  await box.fill('a long line that wraps '.repeat(12))
  expect(heightOf(box)).toBeGreaterThan(one + line)
  await box.fill('x\n'.repeat(30))
  expect(heightOf(box)).toBeCloseTo(one + 7 * line, 0)
  expect(box.element().scrollHeight).toBeGreaterThan(heightOf(box))
})

test('the counter comes near the limit, and what is too long is not sent', async () => {
  const { box, client } = await anasComposer()
  const longest = client.getSnapshot().instance!.messageMaxLength
  await box.fill('x'.repeat(longest - 200))
  await expect.element(page.getByText('200 characters left')).not.toBeInTheDocument()
  await box.fill('👍'.repeat(longest))
  await expect.element(page.getByText('0 characters left')).toBeVisible()
  await expect.element(page.getByRole('button', { name: 'Send' })).toBeEnabled()
  await box.fill('x'.repeat(longest + 3))
  await expect.element(page.getByText('3 characters too many')).toBeVisible()
  await expect.element(page.getByRole('button', { name: 'Send' })).toBeDisabled()
  await expect.element(box).toHaveAttribute('aria-invalid', 'true')
})

test('Enter that ends the composition of a word sends nothing', async () => {
  const { box, client } = await anasComposer()
  await box.fill('にほん')
  for (const how of [{ isComposing: true }, { keyCode: 229 }])
    box
      .element()
      .dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...how }))
  await expect.element(box).toHaveValue('にほん')
  expect(client.getSnapshot().chat('ben').pending).toEqual([])
})

test('what another tab types appears here', async () => {
  const { box } = await anasComposer()
  await box.fill('half a')
  localStorage.setItem('draft ana ben', 'half a thought')
  dispatchEvent(new StorageEvent('storage', { key: 'draft ana ben', newValue: 'half a thought' }))
  await expect.element(box).toHaveValue('half a thought')
})
