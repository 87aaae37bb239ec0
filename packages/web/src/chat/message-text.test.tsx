import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { MessageText } from './message-text.tsx'

const linksIn = async (text: string) => {
  const drawn = await render(<MessageText text={text} isActive />)
  expect(drawn.container.textContent).toBe(text)
  return [...drawn.container.querySelectorAll('a')].map((link) => [
    link.textContent,
    link.getAttribute('href'),
  ])
}

test('addresses are links, and the text around them stays as it was typed', async () => {
  expect(
    await linksIn('See https://example.org/a?b=c, or example.com.\n  Write to ana@example.org!'),
  ).toEqual([
    ['https://example.org/a?b=c', 'https://example.org/a?b=c'],
    ['example.com', 'http://example.com'],
    ['ana@example.org', 'mailto:ana@example.org'],
  ])
  await expect.element(page.getByRole('link').first()).toHaveAttribute('rel', 'noopener noreferrer')
})

test('what could do harm or mean nothing is no link', async () => {
  for (const text of [
    'javascript:alert(1)',
    'data:text/html,hello',
    'vbscript:x',
    'ftp://example.org/a',
    'file:///etc/hosts',
    '//example.org/a',
    'main.ts and 3.14',
  ])
    expect(await linksIn(text), text).toEqual([])
})

test('up to three faces alone are drawn large', async () => {
  const sizeOf = async (text: string) => {
    const drawn = await render(<MessageText text={text} isActive />)
    return Number.parseFloat(getComputedStyle(drawn.container.querySelector('p')!).fontSize)
  }
  const usual = await sizeOf('Hello')
  for (const text of ['🎉', '👩‍👩‍👧‍👦🇩🇪', '👍🏽👍🏽👍🏽'])
    expect(await sizeOf(text), text).toBeGreaterThan(2 * usual)
  for (const text of ['🎉 yes', '🎉🎉🎉🎉', '1']) expect(await sizeOf(text), text).toBe(usual)
})
