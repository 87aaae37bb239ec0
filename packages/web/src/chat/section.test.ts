import type { ChatView } from '@chatapp/client'
import type { MessageState } from '@chatapp/contract'
import { expect, test } from 'vitest'
import { around, grown, type Section, viewOf, wholeChat } from './section.ts'

const numbered = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ number: at + 1 }) as MessageState)
const viewWith = (messages: MessageState[]) =>
  ({ messages, pending: [{ id: 'waiting' }], hasBefore: false, hasAfter: false }) as unknown as ChatView

const numbersIn = (section: Section, messages: MessageState[]) => {
  const shown = viewOf(viewWith(messages), section).messages.map(({ number }) => number)
  return [shown[0], shown.at(-1)]
}

test('a short chat is drawn as a whole, and the view stays the same object', () => {
  const messages = numbered(500)
  const view = viewWith(messages)
  expect(around(wholeChat, messages, 3)).toBe(wholeChat)
  expect(viewOf(view, wholeChat)).toBe(view)
})

test('a long one is drawn around the reader', () => {
  const messages = numbered(100_000)
  expect(numbersIn(around(wholeChat, messages, Number.POSITIVE_INFINITY), messages)).toEqual([
    99_601, 100_000,
  ])
  expect(numbersIn(around(wholeChat, messages, 50_001), messages)).toEqual([49_801, 50_200])
  expect(numbersIn(around(wholeChat, messages, 1), messages)).toEqual([1, 400])
})

test('a section at an end goes along with it, and shows there what is pending', () => {
  const messages = numbered(1000)
  const atEnd = around(wholeChat, messages, Number.POSITIVE_INFINITY)
  const later = numbered(1001)
  expect(numbersIn(atEnd, later)).toEqual([601, 1001])
  expect(viewOf(viewWith(later), atEnd)).toMatchObject({ hasBefore: true, hasAfter: false, pending: [{}] })
  const atStart = around(wholeChat, messages, 1)
  expect(viewOf(viewWith(later), atStart)).toMatchObject({ hasBefore: false, hasAfter: true, pending: [] })
})

test('it grows by steps to both ends, and no further', () => {
  const messages = numbered(1000)
  const middle = around(wholeChat, messages, 501)
  expect(numbersIn(middle, messages)).toEqual([301, 700])
  expect(numbersIn(grown(middle, messages, 'older'), messages)).toEqual([201, 700])
  expect(numbersIn(grown(middle, messages, 'newer'), messages)).toEqual([301, 800])
  expect(grown(wholeChat, messages, 'older')).toBe(wholeChat)
  expect(grown(wholeChat, messages, 'newer')).toBe(wholeChat)
})
